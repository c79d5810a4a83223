/** The report of checks as a page: an overview, then every statement with its figures. */
import type { Comparison, WordedVerdict } from '../../checks/index.ts';
import type { Figure } from '../../figures/index.ts';
import { flagOf } from '../process/flag-of.ts';
import { version } from '../process/version.ts';
import { escaped, formula, page, table } from '../render/html.ts';
import { drawSvg } from '../render/render.ts';
import { xmlOf } from '../render/xml.ts';
import { type Checked, type CheckReport, inWords, tallyOf, unmetHypotheses } from '../work/check.ts';

/** Of the style of pages; what is outside its hypotheses has none, since it says nothing about the statement. */
const classes: { readonly [verdict in WordedVerdict]?: string } = {
  holds: 'holds',
  misprint: 'corrected',
  'fails as printed, holds corrected': 'corrected',
  fails: 'fails',
  undecided: 'undecided',
};

export function verdictMark(verdict: WordedVerdict): string {
  return `<span class="verdict ${classes[verdict] ?? 'outside'}">${verdict}</span>`;
}

export function checkPage({ checks, seconds }: CheckReport): string {
  const overview = table({
    columns: ['statement', 'hypotheses', 'prediction', 'measurement', 'verdict'],
    rows: checks.map((checked) => {
      const { statement, comparisons, verdict } = checked;
      const unmet = unmetHypotheses(checked).length;
      return [
        `<a class="name" href="#${statement.id}">${statement.id}</a><br><span class="muted">${formula(statement.source)}</span>`,
        unmet === 0 ? 'met' : `<span class="fails">${unmet} not met</span>`,
        ...telling(comparisons),
        verdictMark(verdict),
      ];
    }),
  });
  return page(
    'What holds: statements of the papers, checked',
    `<h1>What holds: statements of the papers, checked</h1>
<p class="muted">${checks.length} statements, ${seconds.toFixed(0)} s, parkade ${version}. The same numbers come out on every machine.</p>
<p>${tally(checks)}</p>
${overview}
${checks.map(section).join('\n')}`,
  );
}

/** Said where a hypothesis is not met. */
const OUTSIDE = 'What comes out without all hypotheses says nothing about the statement.';

const NOTHING = 'nothing to measure at these parameters';

/** Prediction and measurement of one comparison: the first that does not hold, which decides, else the first. */
function telling(comparisons: readonly Comparison[]): [string, string] {
  if (comparisons.length === 0) return ['', NOTHING];
  const decisive = comparisons.find(({ outcome }) => outcome !== 'holds') ?? comparisons[0];
  const { prediction, measurement } = inWords(decisive);
  return [formula(`${decisive.what}: ${prediction}`), formula(measurement)];
}

/** How many statements have each verdict: `61 holds · 1 fails`. */
function tally(all: readonly Checked[]): string {
  return [...tallyOf(all)].map(([verdict, count]) => `${count} ${verdictMark(verdict)}`).join(' · ');
}

/** Pixels, on wide screens and on narrow ones: labels of figures are then about as large as the text of tables. */
const WIDTHS = { broad: 680, slim: 340 } as const;

/** A figure at both widths, of which the page shows the one that fits. */
function drawn(figure: Figure): string {
  const looks = Object.entries(WIDTHS).map(
    ([name, width]) => `<div class="${name}">${xmlOf(drawSvg(figure, { width }))}</div>`,
  );
  return `<figure class="drawn">${looks.join('\n')}</figure>`;
}

function section(checked: Checked): string {
  const { statement, parameters, hypotheses, comparisons, verdict, values } = checked;
  const { id, says, source, erratum, test } = statement;
  const flags = Object.entries(parameters).map(([key, value]) => ` ${flagOf(key)} ${value}`);
  const figure = comparisons.length === 0 ? undefined : statement.draw?.(values, parameters);
  return `<h2 id="${id}">${id} ${verdictMark(verdict)}</h2>
<p>${formula(says)}</p>
${erratum === undefined ? '' : `<p><b>Erratum.</b> ${formula(erratum)}</p>`}
<p class="muted">${formula(source)}. Test: ${formula(test)}.</p>
<ul>${hypotheses.map(({ says, met }) => `<li>${formula(says)}: ${met ? 'met' : '<b class="fails">not met</b>'}</li>`).join('')}</ul>
${unmetHypotheses(checked).length === 0 ? '' : `<p>${OUTSIDE}</p>`}
${comparisons.length === 0 ? `<p>There is ${NOTHING}.</p>` : table({ columns: ['', 'what', 'prediction', 'measurement', 'test'], rows: comparisons.map(row) })}
${figure === undefined ? '' : drawn(figure)}
<pre>parkade check ${id}${escaped(flags.join(''))}</pre>`;
}

function row(comparison: Comparison): string[] {
  const { test, outcome } = comparison;
  const { what, prediction, measurement } = inWords(comparison);
  return [`<span class="verdict ${outcome}">${outcome}</span>`, ...[what, prediction, measurement, test].map(formula)];
}
