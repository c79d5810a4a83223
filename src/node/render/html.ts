/** Pages that open from disk: one file, no scripts, no fetching; legible in light and dark. */

import { palettes } from '../../figures/drawing/palette.ts';
import { piecesOf } from '../../figures/drawing/scripts.ts';

/** Text as it may stand in a page. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Text with formulas, β^{−1/2} or T_j, as they are read. */
export function formula(text: string): string {
  return piecesOf(text)
    .map(({ text: piece, level }) =>
      level === 'line' ? escaped(piece) : `<${TAGS[level]}>${formula(piece)}</${TAGS[level]}>`,
    )
    .join('');
}

const TAGS = { above: 'sup', below: 'sub' } as const;

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --muted: #5b6570; --line: #d9dee4; --paper: ${palettes.light.background}; --accent: #0b62b8; --good: #1a7f37; --bad: #c62828; --mixed: #9a6700; --open: #7a3e9d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --muted: #9aa4ae; --line: #343b43; --paper: ${palettes.dark.background}; --accent: #6cb2ff; --good: #4cc272; --bad: #ff7b72; --mixed: #e0b040; --open: #c792ea; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 20px 64px; max-width: 980px; background: var(--paper); color: var(--ink); font: 16px/1.5 Inter, system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4em; } h2 { font-size: 1.2rem; margin: 2.2em 0 .3em; } h3 { font-size: 1rem; margin: 1.4em 0 .2em; }
p { margin: .4em 0; } a { color: var(--accent); } .muted { color: var(--muted); font-size: .9rem; }
code, pre { font: .88rem/1.45 ui-monospace, SFMono-Regular, Menlo, monospace; } sub, sup { font-size: .75em; line-height: 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 8px 12px; border: 1px solid var(--line); border-radius: 6px; margin: .6em 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; margin: .6em 0; } th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); } th { font-weight: 600; } td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
img, svg { max-width: 100%; height: auto; } figure { margin: 1em 0; } ul { margin: .4em 0; padding-left: 1.3em; }
.drawn { overflow-x: auto; width: fit-content; max-width: 100%; padding-right: 14px; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; } .drawn svg { display: block; overflow: visible; } .slim { display: none; }
.name { white-space: nowrap; } .verdict { font-weight: 600; } .holds { color: var(--good); } .fails { color: var(--bad); } .corrected { color: var(--mixed); } .undecided { color: var(--open); } .outside { color: var(--muted); }
@media (max-width: 640px) {
  .broad { display: none; } .slim { display: block; }
  table, tbody, tr, td { display: block; width: 100%; } thead { display: none; } tr { padding: 6px 0; border-bottom: 1px solid var(--line); } td { border: 0; padding: 0; } td:empty { display: none; }
  td[data-label]::before { content: attr(data-label) ': '; color: var(--muted); }
}
details summary { cursor: pointer; color: var(--muted); font-size: .9rem; }
@media (prefers-color-scheme: dark) {
${darkInks()}
}
`;

/**
 * A figure within a page is drawn once, in light colours; where dark is asked for, each becomes the dark one of the
 * same name.
 */
function darkInks(): string {
  const { series, ...named } = palettes.light;
  const pairs = [
    ...Object.entries(named).map(([name, light]) => [light, palettes.dark[name as keyof typeof named]]),
    ...series.map((light, i) => [light, palettes.dark.series[i]]),
  ];
  return [...new Map(pairs as [string, string][])]
    .flatMap(([light, dark]) =>
      (['fill', 'stroke'] as const).map((kind) => `  .drawn [${kind}="${light}"] { ${kind}: ${dark}; }`),
    )
    .join('\n');
}

/** The question whether the reader's screen is dark, in the style of pages. */
const ASKED = '(prefers-color-scheme: dark)';

interface PageOptions {
  /** Dark whatever the reader's screen is. */
  readonly dark?: boolean;
  /** Rules besides those of all pages. */
  readonly style?: string;
}

export function page(title: string, body: string, { dark = false, style = '' }: PageOptions = {}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${dark ? STYLE.replaceAll(ASKED, 'all') : STYLE}${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

interface HtmlTable {
  readonly columns: readonly string[];
  /** Cells are HTML already. */
  readonly rows: readonly (readonly string[])[];
}

export function table({ columns, rows }: HtmlTable): string {
  const head = columns.map((column) => `<th>${formula(column)}</th>`).join('');
  // On narrow screens a row is a block, and a cell is told by its label; the first one tells itself.
  const labels = columns.map((column, i) => (i === 0 || column === '' ? '' : ` data-label="${escaped(column)}"`));
  const body = rows
    .map((row) => `<tr>${row.map((cell, i) => `<td${labels[i]}>${cell}</td>`).join('')}</tr>`)
    .join('\n');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
