/** parkade tune: measures this machine's unit costs and keeps them where --tuned finds them. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Costs, shippedCosts } from '../../backends/wasm/costs.ts';
import { ParkadeError } from '../../core/errors.ts';
import { toLegibleJson } from '../../core/json.ts';
import { checkSpec } from '../../spec.ts';
import { type ExitCode, printJson, printNext, printTable, printText } from '../context.ts';
import { makeFolder, writeFileWhole } from '../files.ts';
import { typed } from '../invocation.ts';
import { parseRecord } from '../result-folder.ts';
import { startProgress } from '../terminal.ts';
import { measureCosts } from '../tune.ts';

/** Where the costs of this machine are kept. */
function costsFile(): string {
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'parkade', 'costs.json');
}

/** The costs that `parkade tune` measured here. */
export function tunedCosts(): Partial<Costs> {
  const path = costsFile();
  if (!existsSync(path)) {
    throw new ParkadeError(
      'FileProblem',
      `"--tuned" should find the costs of this machine in "${path}", but there is no such file; run "parkade tune" first.`,
    );
  }
  const costs = (parseRecord(path) as { costs?: unknown } | null)?.costs;
  return checkSpec({ beta: 1, until: 1, costs }).costs ?? {};
}

export async function tuneCommand(json: boolean): Promise<ExitCode> {
  const progress = startProgress('tune', json);
  const costs = await measureCosts((done, of) => progress.update(done / of, `${done} of ${of} measurements`));
  progress.stop();
  const path = costsFile();
  makeFolder(dirname(path));
  writeFileWhole(path, `${toLegibleJson({ format: 'parkade-costs', node: process.version, costs })}\n`);
  if (json) {
    printJson({ file: path, costs });
    return 0;
  }
  const names = Object.keys(costs) as (keyof Costs)[];
  printTable({
    columns: ['cost', 'here, ns', 'shipped, ns'],
    rows: names.map((name) => [name, costs[name].toPrecision(3), shippedCosts[name].toPrecision(3)]),
  });
  printText('', `Kept in ${typed(path)}. They apply to runs with --tuned, which record them.`);
  printNext('parkade simulate --beta 9 --tokens 2000 --until 20 --tuned');
  return 0;
}
