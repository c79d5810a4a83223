/** parkade tune: measures this machine's unit costs and keeps them where --tuned finds them. */
import { existsSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Costs, shippedCosts } from '../../../backends/wasm/costs.ts';
import { unreadable } from '../../../core/errors.ts';
import { toLegibleJson } from '../../../core/json.ts';
import { checkSpec } from '../../../run/spec.ts';
import { makeFolder, writeFileWhole } from '../../process/files.ts';
import { shellQuoted } from '../../process/invocation.ts';
import { parseRecord } from '../../store/result-folder.ts';
import { costNames, MOST_OFF, unreasonable } from '../../work/fit-costs.ts';
import { overall, tune, whyNotKept } from '../../work/tune.ts';
import { type ExitCode, print, printJson, printNext, printTable, printText } from '../context.ts';
import { startProgress } from '../terminal.ts';

/** Where the costs of this machine are kept. */
function costsFile(): string {
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'parkade', 'costs.json');
}

/** The costs that `parkade tune` measured here. */
export function tunedCosts(): Partial<Costs> {
  const path = costsFile();
  if (!existsSync(path)) {
    throw unreadable(
      '--tuned',
      `find the costs of this machine in "${path}"`,
      'there is no such file',
      'run "parkade tune" first',
    );
  }
  const costs = (parseRecord(path) as { costs?: unknown } | null)?.costs;
  const kept = checkSpec({ beta: 1, until: 1, costs }).costs ?? {};
  const wrong = unreasonable(kept);
  if (wrong === null) return kept;
  throw unreadable(
    path,
    'hold costs that a machine can have',
    `${wrong} is far from the others`,
    'run "parkade tune" again',
  );
}

export async function tuneCommand(json: boolean): Promise<ExitCode> {
  const progress = startProgress('tune', json);
  const tuning = await tune((done, of) => progress.update(done / of, `${done} of ${of} rounds`));
  progress.stop();
  const { costs, gains } = tuning;
  const obstacle = whyNotKept(tuning, MOST_OFF);
  const path = costsFile();
  const removed = obstacle !== null && existsSync(path);
  if (removed) rmSync(path);
  if (obstacle === null) {
    makeFolder(dirname(path));
    writeFileWhole(path, toLegibleJson({ format: 'parkade-costs', node: process.version, costs }));
  }
  if (json) {
    printJson({ file: obstacle === null ? path : null, obstacle, ...tuning });
    return obstacle === null ? 0 : 1;
  }
  printTable({
    columns: ['cost', 'here, ns', 'shipped, ns'],
    rows: costNames.map((name) => [name, costs[name].toPrecision(3), shippedCosts[name].toPrecision(3)]),
  });
  print('');
  printTable({
    columns: ['field', 'tuned against shipped'],
    rows: gains.map(({ name, same, faster }) => [
      name,
      same ? 'the same choice' : `${faster.toFixed(2)} times as fast`,
    ]),
  });
  if (obstacle !== null) {
    printText(
      '',
      `${obstacle} Nothing was written${removed ? `, and the costs kept in ${shellQuoted(path)} were removed` : ''}.`,
    );
    return 1;
  }
  printText(
    '',
    `Fields get ${overall(gains).toFixed(2)} times as fast, on average over these. The costs are kept in ${shellQuoted(path)} and apply to runs with --tuned, which record them.`,
  );
  printNext('parkade simulate --beta 9 --tokens 2000 --until 20 --tuned');
  return 0;
}
