import { describeDirect } from './direct.ts';

describeDirect([200]);
