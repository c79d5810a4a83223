/** formats.test.ts has fewer. */
import { describeDamaged } from './damaged.ts';

describeDamaged(10_000);
