import { describeSweepOnQueue } from './sweep-on-queue.ts';

// Some tenths of a second a cell: most kills come before the last one.
describeSweepOnQueue(100, 500, ['--tokens', '200', '--until', '40']);
