/** What the page saves, read again by others: Python, HDF5, an XML reader, a decoder of pictures, the command line. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { execute, prepareRun, type Trajectory } from '../../src/index.ts';
import { readLink, shortSpec, trajectoryBytes } from '../../src/link/index.ts';
import { chromiumPath } from '../browser/chromium.ts';
import { parkade, scratchFolder } from '../cli/parkade.ts';
import { pythonWith } from '../cli/python.ts';
import { eventually, type LabPage, labIsBuilt, openLab, PATIENCE, shows, small, textsOf } from './support/lab-page.ts';

const python = chromiumPath === null || !labIsBuilt ? null : pythonWith('numpy');

/** The bits of what was saved, by NumPy alone. */
const BITS = `
import sys, json, hashlib, numpy as np
def sha(a): return hashlib.sha256(np.ascontiguousarray(a, dtype="<f8").tobytes()).hexdigest()
run, table = np.load("run.npz"), np.loadtxt("run.csv", delimiter=",", skiprows=1)
print(json.dumps({
  "shape": list(run["tokens"].shape), "times": sha(run["times"]), "tokens": sha(run["tokens"]),
  "csv": sha(table[:, 2:]), "csv times": sha(table[::run["tokens"].shape[1], 0]),
}))
`;
/** In the place of matplotlib, which draws nothing that a test could see: what would be drawn, and whether it can be. */
const PLOTTING = `
import json, numpy as np
def plot(x, y, **_):
    assert len(x) == len(y) and np.isfinite(y).all()
    print(json.dumps([np.shape(y), float(y[-1, 0])]))
def xlabel(_): pass
ylabel = show = xlabel
def show(): pass
`;

function shaOf(numbers: Float64Array): string {
  return createHash('sha256')
    .update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    .digest('hex');
}

describe.skipIf(chromiumPath === null || !labIsBuilt)('what is saved (needs chromium, and dist/lab)', () => {
  const folder = scratchFolder();
  let lab: LabPage;
  let trajectory: Trajectory;
  let sha256 = '';

  /** A button of one of the three rows. */
  const button = (row: string, name: string) =>
    lab.page.getByRole('group', { name: `The ${row} as` }).getByRole('button', { name, exact: true });
  async function saved(row: string, name: string): Promise<Buffer> {
    const waiting = lab.page.waitForEvent('download', PATIENCE);
    await button(row, name).click();
    return readFileSync(await (await waiting).path());
  }
  function inPython(program: string): string {
    const env = { ...process.env, PYTHONPATH: folder };
    const { stdout, stderr } = spawnSync(python as string, ['-c', program], { cwd: folder, env, encoding: 'utf8' });
    expect(stderr).toBe('');
    return stdout;
  }
  /** The SHA-256 of the trajectory that a command computes. */
  function simulated(words: readonly string[]): string {
    expect(parkade(words, folder)).toMatchObject({ code: 0 });
    const run = words[words.indexOf('--out') + 1];
    return JSON.parse(readFileSync(join(folder, run, 'run.json'), 'utf8')).trajectory.sha256;
  }

  beforeAll(async () => {
    lab = await openLab({ calm: true, spec: small });
    ({ trajectory } = await execute(prepareRun(small)));
    const hash = createHash('sha256');
    for (const chunk of trajectoryBytes(trajectory)) hash.update(chunk);
    sha256 = hash.digest('hex');
    await lab.computed();
    await lab.panel('Share');
  });
  afterAll(() => lab?.close());

  test('the page has the bits of Node', async () => {
    const { sha256: found } = await eventually(
      async () => readLink(await lab.fragment()),
      (state) => state.sha256 !== undefined,
    );
    expect(found).toBe(sha256);
  });

  test.skipIf(python === null)('CSV and NPZ have these bits in Python (needs python3-numpy)', async () => {
    writeFileSync(join(folder, 'run.csv'), await saved('tokens', 'CSV'));
    writeFileSync(join(folder, 'run.npz'), await saved('tokens', 'NPZ'));
    const tokens = shaOf(trajectory.xs);
    const times = shaOf(Float64Array.from(trajectory.ts));
    expect(JSON.parse(inPython(BITS))).toEqual({
      ...{ shape: [5, 12, 2], times, tokens, csv: tokens, 'csv times': times },
    });
  });

  test.skipIf(python === null)('the program for Python reads it (needs python3-numpy)', async () => {
    mkdirSync(join(folder, 'matplotlib'));
    writeFileSync(join(folder, 'matplotlib', '__init__.py'), '');
    writeFileSync(join(folder, 'matplotlib', 'pyplot.py'), PLOTTING);
    const program = await lab.page.getByRole('textbox', { name: 'Program', includeHidden: true }).inputValue();
    const file = /np\.load\("([^"]+)"\)/.exec(program)?.[1] as string;
    writeFileSync(join(folder, file), await saved('tokens', 'NPZ'));
    const [shape, angle] = JSON.parse(inPython(program));
    expect(shape).toEqual([5, 12]);
    const [x, y] = trajectory.xs.slice(-24);
    expect(angle).toBeCloseTo(Math.atan2(y, x), 14);
  });

  test('HDF5 and JSON have them too', async () => {
    const path = join(folder, 'run.h5');
    writeFileSync(path, await saved('tokens', 'HDF5'));
    const { readTrajectoryFile } = await import('../../src/node/store/hdf5.ts');
    const stored = await readTrajectoryFile(path);
    expect([...stored.xs]).toEqual([...trajectory.xs]);
    expect([...stored.ts]).toEqual([...trajectory.ts]);
    const { times, tokens } = JSON.parse((await saved('tokens', 'JSON')).toString());
    expect(times).toEqual([...trajectory.ts]);
    expect(tokens.flat(2)).toEqual([...trajectory.xs]);
  });

  test('the setting as JSON and as YAML, and the command, make the same run on the command line', async () => {
    expect(JSON.parse((await saved('setting', 'JSON')).toString())).toEqual(shortSpec(small));
    writeFileSync(join(folder, 'spec.yaml'), await saved('setting', 'YAML'));
    expect(simulated(['simulate', 'spec.yaml', '--out', 'run'])).toBe(sha256);
    const command = await lab.page.getByRole('textbox', { name: 'Command' }).inputValue();
    // As a shell reads it.
    const read = execFileSync('sh', ['-c', command.replace(/^npx parkade/, "printf '%s\\0'")], { encoding: 'utf8' });
    expect(simulated(read.split('\0').slice(0, -1))).toBe(sha256);
  });

  test('SVG is XML, with its title, and a line a token', async () => {
    const svg = (await saved('picture', 'SVG')).toString();
    const seen = await lab.page.evaluate((text) => {
      const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        name: root.nodeName,
        mistakes: root.querySelectorAll('parsererror').length,
        size: [root.getAttribute('width'), root.getAttribute('height')].map(Number),
        says: root.textContent ?? '',
        lines: [...root.querySelectorAll('path')].filter((path) => (path.getAttribute('d') ?? '').length > 20).length,
        elsewhere: [...root.querySelectorAll('[href], script')].length,
      };
    }, svg);
    expect(seen).toMatchObject({ name: 'svg', mistakes: 0, elsewhere: 0 });
    expect(seen.size[0]).toBe(900);
    expect(seen.size[1]).toBeGreaterThan(200);
    expect(seen.says).toContain('Tokens on the circle over time');
    expect(seen.says).toContain('β = 9');
    expect(seen.lines).toBeGreaterThanOrEqual(12);
  });

  test('PNG is the stage: of its size, with circle and tokens in colours on an opaque ground', async () => {
    const png = await saved('picture', 'PNG');
    const seen = await lab.page.evaluate(async (text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const { width, height } = bitmap;
      const canvas = new OffscreenCanvas(width, height);
      const c = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      c.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(c.getImageData(0, 0, width, height).data.buffer);
      const ground = pixels[0];
      const colours = new Set(pixels);
      return {
        ...{ width, height, colours: colours.size, clear: pixels.filter((pixel) => pixel >>> 24 < 255).length },
        painted: pixels.filter((pixel) => pixel !== ground).length / pixels.length,
      };
    }, png.toString('base64'));
    expect(seen).toMatchObject({ width: 1440, height: 1440, clear: 0 });
    expect(seen.colours).toBeGreaterThan(100);
    expect(seen.painted).toBeGreaterThan(0.005);
    expect(seen.painted).toBeLessThan(0.5);
  });

  test('a clip is a film of ten seconds, or a sentence says why there is none', async () => {
    const clip = button('picture', 'clip');
    if (await clip.isDisabled()) {
      await shows(lab.page, '.small', 'parkade draw RUN --to run.gif');
      return;
    }
    const downloaded = lab.page.waitForEvent('download', { timeout: 110_000 });
    await clip.click();
    const refused = shows(lab.page, '[role=alert]', 'parkade draw RUN --to run.gif').then(() => null);
    const download = await Promise.race([downloaded, refused]);
    if (download === null) return;
    const { ALL_FORMATS, BufferSource, Input } = await import('mediabunny');
    const source = new BufferSource(readFileSync(await download.path()));
    const input = new Input({ formats: ALL_FORMATS, source });
    const track = await input.getPrimaryVideoTrack();
    expect(await input.computeDuration()).toBeCloseTo(10, 1);
    expect([track?.displayWidth, track?.displayHeight]).toEqual([720, 720]);
    const { packetCount, averageBitrate } = (await track?.computePacketStats()) ?? {};
    expect(packetCount).toBe(301);
    expect(averageBitrate).toBeGreaterThan(20_000); // things move in it
  });

  test('where the browser has no encoder, that is said, and nothing is offered', async () => {
    await lab.page.evaluate(() => Reflect.deleteProperty(globalThis, 'VideoEncoder'));
    await lab.panel('Views');
    await lab.panel('Share');
    expect(await button('picture', 'clip').isDisabled()).toBe(true);
    await shows(
      lab.page,
      '.small',
      'This browser has no video encoder (WebCodecs); "parkade draw RUN --to run.gif" makes',
    );
    expect(await textsOf(lab.page, '[role=alert]')).toEqual([]);
    expect(lab.complaints).toEqual([]);
  });
});
