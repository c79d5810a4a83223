/** The same as for-everybody.test.ts, with all rules in the dark as in the light. */
import { describeForEverybody } from './for-everybody.ts';

describeForEverybody(true);
