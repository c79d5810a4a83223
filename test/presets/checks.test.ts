/** Every preset names the statements that speak of the same. */
import { expect, test } from 'vitest';
import { statementRegistry } from '../../src/checks/index.ts';
import { presetRegistry } from '../../src/presets/index.ts';

test.each(Object.values(presetRegistry).map(({ id, checks }) => [id, checks ?? []] as const))('%s', (_, checks) => {
  expect(checks.length).toBeGreaterThan(0);
  for (const id of checks) expect(Object.keys(statementRegistry)).toContain(id);
});
