/** parkade lab: the built lab served to a browser of this machine, until Ctrl-C. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { unreadable } from '../../../core/errors.ts';
import { interruptible } from '../../process/interruptible.ts';
import { packageRoot } from '../../process/version.ts';
import { openBrowser } from '../../serve/browser.ts';
import { USUAL_PORT } from '../../serve/listen.ts';
import { type Running, startServer } from '../../serve/server.ts';
import { type ExitCode, print, printJson, printText } from '../context.ts';
import { openingOf } from '../lab-opening.ts';

export interface LabOptions {
  /** That port and no other; 0 is any. */
  readonly port?: number;
  readonly open: boolean;
  readonly json: boolean;
}

/** Ctrl-C, and signals like it, are how it is meant to end: the exit code is 0. */
export async function labCommand(what: string | undefined, options: LabOptions): Promise<ExitCode> {
  return interruptible<ExitCode>(async ({ signal }) => {
    const { path, beside } = await openingOf(what);
    const folder = builtLab();
    const server = await startServer({ folder, port: options.port ?? null, beside });
    try {
      const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort');
      await Promise.race([stopped, tell(new URL(path, server.address).href, server, options)]);
      await stopped;
    } finally {
      await server.close();
    }
    if (!options.json) print('Stopped.');
    return 0;
  });
}

/** @throws ParkadeError FileProblem where the lab was not built */
function builtLab(): string {
  const folder = join(packageRoot, 'dist', 'lab');
  if (existsSync(join(folder, 'index.html'))) return folder;
  const advice = 'build it with "npm run lab:build" in a checkout of parkade';
  throw unreadable(folder, 'hold the built lab', 'it has no index.html', advice);
}

/** The address first, whatever becomes of the browser. */
async function tell(address: string, { port }: Running, options: LabOptions): Promise<void> {
  if (options.json) printJson({ address });
  else print(`The lab is at ${address}`);
  const opened = options.open && (await openBrowser(address));
  if (options.json) return;
  if (options.port === undefined && port !== USUAL_PORT) {
    printText(`Port ${USUAL_PORT} is taken: what browsers keep of the lab at that port is not seen at this one.`);
  }
  if (opened) printText('Your browser opens it; Ctrl-C ends it.');
  else if (options.open) printText('No browser could be opened here: open this address yourself; Ctrl-C ends it.');
  else printText('Open this address in a browser of this machine; Ctrl-C ends it.');
}
