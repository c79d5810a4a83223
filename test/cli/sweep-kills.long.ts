import { describeSweepKills } from './sweep-kills.ts';

describeSweepKills(100, 500);
