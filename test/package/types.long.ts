/** The same as types.test.ts, with the files of zod and of Node's types that parkade's types are made of. */
import { describeTypes } from './types.ts';

describeTypes(true);
