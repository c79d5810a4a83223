/**
 * The gallery as a page: every figure with its caption, parameters, command, numbers and checks; it opens from disk.
 */
import { toLegibleJson } from '../../core/json.ts';
import { isExperiment, type Preset } from '../../presets/index.ts';
import { version } from '../process/version.ts';
import { escaped, formula, page, table } from '../render/html.ts';
import type { GalleryEntry } from '../store/gallery.ts';
import type { Checked } from '../work/check.ts';
import { verdictMark } from './check-page.ts';

/** @param checks empty where no statement was checked */
export function galleryPage(
  presets: readonly Preset[],
  entries: ReadonlyMap<string, GalleryEntry>,
  checks: readonly Checked[],
): string {
  const made = presets.filter(({ id }) => entries.has(id));
  const contents = made.map(({ id, title }) => `<li><a href="#${id}">${formula(title)}</a></li>`).join('\n');
  const ledger =
    checks.length === 0
      ? ''
      : `<p>${checks.length} statements of the papers were checked: <a href="checks/index.html">what holds and what does not</a>.</p>`;
  return page(
    'Clustering in causal attention: every figure, made anew',
    `<h1>Clustering in causal attention: every figure, made anew</h1>
<p>Figures and tables of arXiv:2411.04990 and its neighbours, each from one command of parkade ${version}; the same command gives the same numbers on every machine.</p>
${ledger}
<ol>${contents}</ol>
${made.map((preset) => section(preset, entries.get(preset.id) as GalleryEntry, checks)).join('\n')}`,
  );
}

/** Other looks of a figure, the first that fits is taken. */
const LOOKS = [
  ['(max-width: 640px) and (prefers-color-scheme: dark)', 'figure-narrow-dark.png'],
  ['(max-width: 640px)', 'figure-narrow.png'],
  ['(prefers-color-scheme: dark)', 'figure-dark.png'],
] as const;

function section(preset: Preset, { report, caption, seconds }: GalleryEntry, checks: readonly Checked[]): string {
  const { id, title, source, checks: names = [] } = preset;
  const { columns, rows } = report.table;
  const numbers = table({ columns, rows: rows.map((row) => row.map(formula)) });
  const own = checks.filter(({ statement }) => names.includes(statement.id));
  const files = isExperiment(preset)
    ? ['experiment.json', 'values.json']
    : preset.runs * (preset.variants?.length ?? 1) === 1
      ? ['run.json', 'measurements.json', 'trajectory.h5']
      : ['ensemble.json'];
  const links = ['figure.svg', 'figure.png', ...files].map((name) => `<a href="${id}/${name}">${name}</a>`).join(' · ');
  return `<h2 id="${id}">${formula(title)}</h2>
<p class="muted">${formula(source)}</p>
<figure><a href="${id}/figure.svg"><picture>
${LOOKS.map(([media, name]) => `<source media="${media}" srcset="${id}/${name}">`).join('\n')}
<img src="${id}/figure.png" width="900" alt="${escaped(caption)}">
</picture></a></figure>
<p>${formula(report.says)}${report.asPredicted === false ? ' <b class="fails">Not as predicted.</b>' : ''}</p>
${own.length === 0 ? '' : `<p>Checks: ${own.map(({ statement, verdict }) => `<a href="checks/index.html#${statement.id}">${statement.id}</a> ${verdictMark(verdict)}`).join(' · ')}</p>`}
<pre>parkade reproduce ${id}</pre>
<details><summary>Numbers</summary>${numbers}</details>
${parameters(preset)}
<p class="muted">${seconds.toFixed(1)} s · ${links}</p>`;
}

/** The specification of the runs, or the first of the parts that an experiment is made of. */
function parameters(preset: Preset): string {
  const details = (summary: string, content: unknown) =>
    `<details><summary>${summary}</summary><pre>${escaped(toLegibleJson(content))}</pre></details>`;
  if (!isExperiment(preset)) {
    const { spec, variants } = preset;
    return details('Parameters', { ...spec, ...(variants && { variants }) });
  }
  const cells = preset.cells();
  return details(`Parameters: the first of ${cells.length} parts`, cells[0]);
}
