import { describeSweepKills } from './sweep-kills.ts';

// A tenth of a second a cell: most kills come before the last one.
describeSweepKills(100, 500, ['--tokens', '100', '--until', '20']);
