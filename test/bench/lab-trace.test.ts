/** Traces of Chromium: scripts by frame, nothing counted twice. */
import { expect, test } from 'vitest';
import { frameTimes, type TraceEvent } from '../../bench/lab/trace.ts';

const main = { ph: 'X', pid: 1, tid: 1 };
const event = (name: string, ts: number, dur: number): TraceEvent => ({ ...main, name, ts, dur });

test('scripts within scripts count once, other threads not at all', () => {
  const events = [
    event('RunTask', 0, 60_000),
    event('FireAnimationFrame', 0, 4000),
    event('FunctionCall', 500, 3000),
    event('RunMicrotasks', 4500, 1000),
    { ...event('FunctionCall', 6000, 9000), tid: 2 },
    event('FireAnimationFrame', 16_000, 2000),
    event('TimerFire', 31_000, 3000),
    event('FireAnimationFrame', 32_000, 1000),
    event('RunTask', 70_000, 50_000),
  ];
  expect(frameTimes(events)).toEqual({ script: [5, 3], longTasks: [60] });
  expect(frameTimes([])).toEqual({ script: [], longTasks: [] });
});
