/** Recorded tokens as text: JSON and CSV, with every digit. */
import { toJson } from '../core/json.ts';
import { exact } from '../core/number-text.ts';
import { type Recording, shapeAt, tokensAt } from '../core/recording.ts';

/** {"times": [T], "tokens": [T][n][d]} with every digit, n as many as are there. */
export function recordingJson(recording: Recording): string {
  const { d } = recording.shape;
  const tokens = Array.from(recording.ts, (_, i) => {
    const x = tokensAt(recording, i);
    const { n } = shapeAt(recording, i);
    return Array.from({ length: n }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
  });
  return `${toJson({ times: [...recording.ts], tokens })}\n`;
}

/** One line a time and token that is there then: time, token (from 0), x1 … xd. */
export function recordingCsv(recording: Recording): string {
  const { d } = recording.shape;
  const lines = [['time', 'token', ...Array.from({ length: d }, (_, i) => `x${i + 1}`)].join(',')];
  recording.ts.forEach((t, i) => {
    const x = tokensAt(recording, i);
    const { n } = shapeAt(recording, i);
    for (let k = 0; k < n; k++) lines.push([t, k, ...x.subarray(k * d, (k + 1) * d)].map(exact).join(','));
  });
  return `${lines.join('\n')}\n`;
}
