import { describeLaws } from './laws.ts';

describeLaws(16, 1000);
