import { describeSweepOnQueue } from './sweep-on-queue.ts';

describeSweepOnQueue(100, 500);
