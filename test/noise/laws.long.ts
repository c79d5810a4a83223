import { describeLaws } from './laws.ts';

describeLaws(30, 2000);
