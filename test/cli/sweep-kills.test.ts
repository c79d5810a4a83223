import { describeSweepKills } from './sweep-kills.ts';

describeSweepKills(6, 100, ['--tokens', '20', '--until', '3']);
