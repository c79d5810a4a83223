/** A run killed at some instants leaves nothing broken; kill.long.ts tries more. */
import { describeKills } from './kill.ts';

describeKills(8);
