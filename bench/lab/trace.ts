/** A trace of Chromium read: how long scripts ran in each frame of the main thread, and tasks that ran long. Pure. */

export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
}

/** Events during which JavaScript runs; they may lie within each other. */
const SCRIPT = new Set([
  ...[
    'FunctionCall',
    'FireAnimationFrame',
    'RunMicrotasks',
    'TimerFire',
    'EvaluateScript',
    'v8.run',
    'v8.callFunction',
  ],
  ...['EventDispatch', 'HandlePostMessage', 'MajorGC', 'MinorGC', 'V8.GCScavenger', 'v8.compile'],
]);
/** What the main thread does between two waits. */
const TASK = 'RunTask';

export interface FrameTimes {
  /** Milliseconds of scripts from one animation frame to the next. */
  readonly script: readonly number[];
  /** Milliseconds of tasks over 50 ms. */
  readonly longTasks: readonly number[];
}

/** Of the thread that fires animation frames. */
export function frameTimes(events: readonly TraceEvent[]): FrameTimes {
  const fires = events.filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X');
  const main = fires[0];
  if (main === undefined) return { script: [], longTasks: [] };
  const own = events.filter(({ pid, tid, ph }) => pid === main.pid && tid === main.tid && ph === 'X');
  const busy = union(own.filter(({ name }) => SCRIPT.has(name)).map(({ ts, dur = 0 }) => [ts, ts + dur]));
  const starts = fires.map(({ ts }) => ts).sort((a, b) => a - b);
  const script = starts.slice(1).map((end, i) => within(busy, starts[i], end) / 1000);
  const longTasks = own.filter(({ name, dur = 0 }) => name === TASK && dur > 50_000).map(({ dur = 0 }) => dur / 1000);
  return { script, longTasks };
}

type Span = readonly [from: number, to: number];

function union(spans: Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [from, to] of spans.sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** How much of the spans lies between two instants. */
function within(spans: readonly Span[], from: number, to: number): number {
  return spans.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0);
}
