/** Nobody is shut out; for-everybody.long.ts asks all rules of dark pages too. */
import { describeForEverybody } from './for-everybody.ts';

describeForEverybody(false);
