import { test } from 'vitest';
import { cosineAt } from '../../src/theory/two-tokens.ts';
test('x', () => { console.log(cosineAt(1e5,.2,20)); });
