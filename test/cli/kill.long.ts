/** A run killed at many instants leaves nothing broken. */
import { describeKills } from './kill.ts';

describeKills(100);
