// When do clusters merge? To the collapse, over many powers of ten in time.
import { run } from 'parkade';

const { events } = await run({ tokens: 60, beta: 16, seed: 1, saveAt: 'log:0.1:1e15:30', rtol: 1e-6, atol: 1e-8, events: true });
for (const event of events.list) {
  if (event.kind === 'merger') console.log(`t = ${event.t.toPrecision(4)}: ${event.before.map((tokens) => tokens.length).join(' + ')} tokens`);
  if (event.kind === 'collapse') console.log(`t = ${event.t.toPrecision(4)}: all at the first token`);
}
