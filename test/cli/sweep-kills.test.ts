import { describeSweepKills } from './sweep-kills.ts';

describeSweepKills(6, 100);
