/** An animation as one page that opens from disk: the drawing, its frames, a slider and a button to play. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Moving } from '../../../figures/runs/moving.ts';
import { packageRoot } from '../../process/version.ts';
import { escaped, formula, page } from '../html.ts';
import { drawSvg, type Rendering } from '../render.ts';
import { xmlOf } from '../xml.ts';
import { secondsOf, type Told } from './frames.ts';

/** The parts of a drawing that differ from frame to frame. */
const MOVING = ['[data-panel]', '[data-now]'] as const;

/** What the player (assets/player.js) reads: how long each frame is seen, its time, and its moving parts as SVG. */
interface FrameOfPage {
  readonly t: string;
  readonly seconds: number;
  readonly parts: readonly string[];
}

const STYLE = `
#picture { border: 0; padding: 0; width: 100%; } #picture svg { width: 100%; height: auto; }
body { max-width: 680px; }
.player { display: flex; gap: 12px; align-items: center; position: sticky; bottom: 0; padding: 10px 0; background: var(--paper); }
.player[hidden] { display: none; }
.player button { font: inherit; min-width: 5.2em; padding: 8px 14px; border: 1px solid var(--line); border-radius: 6px; background: none; color: var(--ink); cursor: pointer; }
.player input { flex: 1; min-width: 0; height: 32px; accent-color: var(--accent); } .player output { min-width: 7.5em; font-variant-numeric: tabular-nums; }
`;

/** Of the layout; the page shows it as wide as there is room, so that its words can be read on a telephone. */
const WIDTH = 440;

/** Drawn in light colours, which the page turns dark where that is asked for. */
export async function pageOf(moving: Moving, look: Rendering, told: Told): Promise<string> {
  const frames: FrameOfPage[] = [];
  let picture = '';
  for (const [i, { t }] of moving.frames.entries()) {
    const svg = drawSvg(moving.figure(i), { width: WIDTH, theme: 'light', bare: true });
    picture = xmlOf(svg); // the last one: what is seen without scripts
    const parts = MOVING.map((name) => insideOf(svg.querySelector(name)));
    frames.push({
      t: svg.querySelector('[data-panel]')?.getAttribute('data-panel') ?? `t = ${t}`,
      seconds: secondsOf(moving, i),
      parts,
    });
    told((i + 1) / moving.frames.length, `t = ${t}`);
    await new Promise(setImmediate);
  }
  return page(moving.title, bodyOf(moving, picture, frames), { dark: look.theme === 'dark', style: STYLE });
}

function insideOf(element: Element | null): string {
  return element ? Array.from(element.children, xmlOf).join('') : '';
}

function bodyOf({ title, subtitle, caption }: Moving, picture: string, frames: readonly FrameOfPage[]): string {
  const packed = deflateRawSync(JSON.stringify(frames), { level: 9 }).toString('base64');
  const player = readFileSync(join(packageRoot, 'assets', 'player.js'), 'utf8');
  return `<h1>${formula(title)}</h1>
<p class="muted">${formula(subtitle)}</p>
<div class="drawn" id="picture">${picture}</div>
<div class="player" id="player" hidden>
<button id="play" type="button">Play</button>
<input id="time" type="range" min="0" max="${frames.length - 1}" value="${frames.length - 1}" step="1" aria-label="Time">
<output id="now" for="time">${escaped(frames[frames.length - 1].t)}</output>
</div>
<p class="muted">${formula(caption)} The space bar plays and pauses, the arrow keys go from one saved time to the next.</p>
<noscript><p class="muted">With scripts turned on, this picture moves.</p></noscript>
<script type="text/plain" id="frames">${packed}</script>
<script type="module">
${player}</script>`;
}
