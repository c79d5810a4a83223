/** Lines over the clock of the lab, with their axes: uPlot, told how they look here. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { FONT, type Ink, inkNow } from './ink.ts';
import type { Scale } from './scale.ts';

/** Room for the axes, in CSS pixels: the same in all views, so that times stand above each other. */
export const ROOM = { left: 38, right: 18, top: 6, bottom: 20 } as const;

export interface Line {
  readonly label: string;
  readonly colour: keyof Ink;
  readonly width?: number;
  /** A count stays what it is until it changes. */
  readonly stepped?: boolean;
  readonly dash?: readonly number[];
}

/** Points in the order of time: where they are on the clock, and a value for every line; null breaks a line. */
export interface Points {
  readonly places: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}

export interface Shown {
  readonly points: Points;
  readonly scale: Scale;
  /** At the axis of time: where, and what is written there. */
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
  /** Places on the clock that are marked at the foot. */
  readonly marks: readonly number[];
}

export class TimeChart {
  private readonly plot: uPlot;
  private shown: Shown;
  private ink: Ink = inkNow();

  constructor(host: HTMLElement, lines: readonly Line[], shown: Shown, size: { width: number; height: number }) {
    this.shown = shown;
    const axis = { stroke: () => this.ink.muted, font: FONT, ticks: { show: false }, gap: 5 };
    const grid = { stroke: () => this.ink.rule, width: 1 };
    const all = (_: uPlot, splits: number[]) => splits;
    this.plot = new uPlot(
      {
        ...size,
        padding: [ROOM.top, ROOM.right, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: () => [0, 1] },
          y: { range: () => [...this.shown.scale.range], distr: shown.scale.log ? 3 : 1 },
        },
        axes: [
          {
            ...{ ...axis, grid, size: ROOM.bottom, filter: all },
            splits: () => this.shown.ticks.map(({ place }) => place),
            values: () => this.shown.ticks.map(({ text }) => text),
          },
          {
            ...{ ...axis, grid, size: ROOM.left, filter: all },
            splits: () => [...this.shown.scale.ticks],
            values: () => this.shown.scale.ticks.map((value) => this.shown.scale.text(value)),
          },
        ],
        series: [{}, ...lines.map((line) => this.seriesOf(line))],
        hooks: { draw: [() => this.drawMarks()] },
      },
      dataOf(shown.points),
      host,
    );
  }

  private seriesOf({ label, colour, width = 1.75, stepped, dash }: Line): uPlot.Series {
    return {
      ...{ label, width, stroke: () => this.ink[colour], points: { show: false } },
      ...(dash && { dash: [...dash] }),
      ...(stepped && uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
    };
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.ink = inkNow();
    this.plot.setData(dataOf(shown.points));
    // Ticks may be others though the range is the same: by another clock.
    this.plot.redraw(false, true);
  }

  resize(width: number, height: number): void {
    this.plot.setSize({ width, height });
  }

  private drawMarks(): void {
    const { ctx: c, bbox } = this.plot;
    const ratio = devicePixelRatio;
    c.fillStyle = this.ink.strong;
    for (const place of this.shown.marks) {
      const x = bbox.left + place * bbox.width;
      c.beginPath();
      c.moveTo(x, bbox.top + bbox.height);
      c.lineTo(x - 3.5 * ratio, bbox.top + bbox.height - 7 * ratio);
      c.lineTo(x + 3.5 * ratio, bbox.top + bbox.height - 7 * ratio);
      c.fill();
    }
  }

  dispose(): void {
    this.plot.destroy();
  }
}

function dataOf({ places, values }: Points): uPlot.AlignedData {
  return [places as number[], ...values.map((line) => line as (number | null)[])];
}
