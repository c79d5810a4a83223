/** Captions and names of panels say what is so. */
import { describe, expect, test } from 'vitest';
import { figureOf, runOverview, sceneOf, sphereSnapshots } from '../../src/figures/index.ts';
import { run } from '../../src/index.ts';
import { runTable } from '../../src/report/run.ts';
import { all, drawn } from './support.ts';

const loose = { rtol: 1e-4, atol: 1e-6 } as const;
const panels = (svg: Element) => all(svg, '[data-panel]').map((panel) => panel.getAttribute('data-panel'));

describe('energy', () => {
  const cases = [
    ['full attention with Q = K = V = I', { mask: 'full' }, true],
    ['the same divided by n', { mask: 'full', normalization: 'count' }, true],
    ['causal attention', {}, false],
    ['full attention with another V', { mask: 'full', value: [1, 0.5] }, false],
    ['full attention with another Q', { mask: 'full', query: -1 }, false],
    ['frozen centers', { dynamics: 'frozen-centers', centers: [[1, 0]], mask: 'full' }, false],
  ] as const;

  test.each(cases)('of %s', async (_, more, potential) => {
    const spec = { beta: 2, tokens: 6, saveAt: 'lin:0:4:21', ...loose, ...more } as unknown as Parameters<
      typeof run
    >[0];
    const result = await run(spec);
    const named = potential ? 'Energy' : 'Mean kernel';
    expect(runTable(result, 5).columns.includes('energy')).toBe(potential);
    expect(runTable(result, 5).columns.includes('mean kernel')).toBe(!potential);
    const figure = runOverview(result);
    expect(panels(drawn(figure))).toContain(named);
    expect(figure.caption).toContain(`${named}: the mean of exp(β(cosine − 1))`);
    if (potential) {
      const energy = result.measurements.energy ?? [];
      for (let i = 1; i < energy.length; i++) expect(energy[i]).toBeGreaterThanOrEqual(energy[i - 1] - 1e-6);
    }
  });

  test('the overview speaks of no panel that is not there', async () => {
    const bare = await run({ beta: 2, tokens: 5, until: 2, observe: 'none', dimension: 4, ...loose }, { store: false });
    expect(runOverview(bare).caption).toMatch(/^Not measured: capture, clusters, energy, cosine/);
  });
});

describe('the first token', () => {
  const angles = [0.4, 2, 4];
  const initial = angles.map((angle) => [Math.cos(angle), Math.sin(angle), 0]);

  test('is said to be in front where it is in every panel, else only to have begun there', async () => {
    const still = sceneOf(await run({ beta: 4, initial, saveAt: 'lin:0:5:6', ...loose }));
    expect(sphereSnapshots(still).caption).toContain('turned so that the first token is in front');
    // V turns the first token about the axis by 3 rad.
    const turning = [
      [0, -1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ];
    const moved = sceneOf(await run({ beta: 4, initial, value: turning, saveAt: 'lin:0:3:6', ...loose }));
    expect(sphereSnapshots(moved).caption).toContain('turned so that the first token began in front');
    expect(sphereSnapshots(moved, { times: [0] }).caption).toContain('the first token is in front');
    expect(sphereSnapshots(still, { from: [0, 0, 1] }).caption).not.toContain('first token');
  });
});

describe('centers that a table counts and the picture does not mark are named', () => {
  test.each([
    [{ mask: 'full' }, 'full attention knows no order of the tokens'],
    [{ dynamics: 'frozen-centers', centers: [[1, 0]] }, 'Crosses are the frozen centers; Rényi centers'],
  ] as const)('%j', async (more, says) => {
    for (const dimension of [2, 3]) {
      const centers = dimension === 3 && 'centers' in more ? { centers: [[1, 0, 0]] } : {};
      const result = await run({
        beta: 4,
        tokens: 8,
        dimension,
        saveAt: [0, 1],
        ...loose,
        ...more,
        ...centers,
      } as never);
      expect(figureOf(result).caption).toContain(says);
      const bare = { ...result, measurements: {} };
      expect(figureOf(bare).caption).not.toContain('Rényi centers, which a table counts');
    }
  });
});
