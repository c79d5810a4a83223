/** Every word of every table is explained: heads of columns are found in the sources, and in tables as they are made. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findings } from '../src/atlas/final-state.ts';
import { glossary } from '../src/node/cli/commands/words.ts';
import { glossaryPage } from '../src/node/cli/glossary-page.ts';
import { presetRegistry } from '../src/presets/index.ts';
import { captureColumns } from '../src/presets/kit/capture-reference.ts';
import { eventTable } from '../src/report/events.ts';
import { runTable } from '../src/report/run.ts';
import { run } from '../src/run/run.ts';
import { root } from './support/built.ts';
import { sourceFiles, withoutComments } from './support/sources.ts';

/** Heads of columns as a source writes them, numbers and names that are filled in as …. */
function headsIn(text: string): string[] {
  const lists = [...text.matchAll(/columns: \[([^\]]*)\]/g)].map(([, list]) => list);
  const pushed = [...text.matchAll(/columns\.push\(\{ title: ((['`])[^'`]*\2)/g)].map(([, title]) => title);
  return [...lists, ...pushed].flatMap((list) =>
    [...list.matchAll(/(['`])((?:(?!\1).)*)\1/g)].map(([, , head]) => head.replace(/\$\{[^}]*\}/g, '…')),
  );
}

const wordsOf = (...names: string[]) =>
  new Set(glossary.filter(({ name }) => names.includes(name)).flatMap(({ words }) => Object.keys(words)));

/** Where the table that a source makes is explained; the presets' by their own names. */
const groups: Readonly<Record<string, string>> = {
  'report/run.ts': 'run',
  'report/events.ts': 'events',
  'report/equilibrium.ts': 'equilibria',
  'report/parking.ts': 'park',
  'report/density.ts': 'density',
  'figures/basins/basins.ts': 'basins',
  'node/pages/check-page.ts': 'check',
  'node/cli/commands/explain.ts': 'explain',
  'node/cli/commands/spectra.ts': 'spectra',
  'node/cli/commands/tune.ts': 'tune',
  'node/cli/sweep-means.ts': 'sweep',
};

describe('heads of columns', () => {
  const tables = sourceFiles()
    .map(({ path, text }) => ({ path, heads: headsIn(withoutComments(text)).filter((head) => head !== '') }))
    .filter(({ path, heads }) => heads.length > 0 && !path.startsWith('dynamics/'));

  test('are found where they are', () => {
    expect(headsIn(`columns: ['t', \`r = $\{brief(r)}\`],`)).toEqual(['t', 'r = …']);
    expect(headsIn("columns.push({ title: 'order', cell })")).toEqual(['order']);
    for (const path of Object.keys(groups)) expect(tables.map((table) => table.path)).toContain(path);
    expect(tables.flatMap(({ heads }) => heads).length).toBeGreaterThan(100);
  });

  test.each(tables)('$path: each has its entry', ({ path, heads }) => {
    const group = groups[path] ?? path.replace(/^presets\/(.*\/)?|\.ts$/g, '');
    const known = wordsOf(group);
    expect(
      heads.filter((head) => !known.has(head)),
      `${group} should explain these: see src/report/words.ts`,
    ).toEqual([]);
  });

  test('of the atlas and of capture tables, which lists fill in', () => {
    for (const finding of findings) expect(wordsOf('atlas')).toContain(finding);
    for (const { title } of captureColumns) expect(wordsOf('capture-table')).toContain(title);
  });

  test('of a table with everything in it', async () => {
    const spec = { tokens: 5, beta: 4, until: 2, events: true, observe: 'all', radius: [0.1, 0.2] } as const;
    const result = await run(spec);
    const heads = runTable(result, 12).columns.map((head) => head.replace(/[\d.]+$/, '…'));
    expect(heads.length).toBeGreaterThan(10);
    expect(heads.filter((head) => !wordsOf('run').has(head))).toEqual([]);
    if (result.events === null) throw new Error('events were asked for');
    expect(eventTable(result.events, 5).columns.filter((head) => !wordsOf('events').has(head))).toEqual([]);
  });
});

test('what is explained is there: no table of a preset that is gone', () => {
  const names = new Set([...Object.values(groups), 'terms', ...Object.keys(presetRegistry)]);
  expect(glossary.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
});

test('the words of the README are explained', () => {
  for (const word of ['Rényi center', 'strong Rényi center', 'captured', 'cluster', 'β', 'δ', 'undecided'])
    expect(wordsOf('terms')).toContain(word);
  expect(wordsOf('run')).toContain('order');
});

/** `PARKADE_WRITE=1 npx vitest run test/words.test.ts` writes it. */
test('docs/glossary.md is what parkade words prints', () => {
  const page = join(root, 'docs/glossary.md');
  if (process.env.PARKADE_WRITE === '1') writeFileSync(page, glossaryPage());
  expect(readFileSync(page, 'utf8')).toBe(glossaryPage());
});
