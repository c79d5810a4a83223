/** parkade link: a run, a specification or a link as a link. */
import { statSync } from 'node:fs';
import { invalid, quoted } from '../../../core/errors.ts';
import { type LinkState, readLink, writeLink } from '../../../link/index.ts';
import { prepareRun } from '../../../run/prepare.ts';
import { calledIn } from '../../process/invocation.ts';
import { gatherSpec, wordOfLine } from '../../store/inputs.ts';
import { atTime, isLink, stateOfRun, stateOfSpec } from '../../store/links.ts';
import { readRunRecord } from '../../store/run-folder.ts';
import { memberOf } from '../../work/members.ts';
import { type ExitCode, print, printJson } from '../context.ts';

export interface LinkOptions {
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  readonly base?: string;
  readonly time?: string;
  readonly json: boolean;
}

export async function linkCommand(given: string, { run, base, time, json }: LinkOptions): Promise<ExitCode> {
  const address = base === undefined ? '' : pageAddress(base);
  const { state: untimed, remarks } = stateOf(given, run);
  const { until } = prepareRun(untimed.spec).spec; // a specification that no run can be made from is refused here
  const state = atTime(untimed, time === undefined ? undefined : timeOf(time), until);
  const link = `${address}#${writeLink(state)}`;
  if (json) {
    printJson({ link, characters: link.length, state: readLink(link), remarks });
    return 0;
  }
  print(link); // alone on standard output, so that it can be passed on
  const hints = process.stdout.isTTY
    ? [calledIn('In quotes, "parkade lab LINK" opens it and "parkade simulate LINK" makes its run.')]
    : [];
  for (const remark of [...remarks, ...hints]) process.stderr.write(`${remark}\n`);
  return 0;
}

function stateOf(given: string, run: number | undefined): { state: LinkState; remarks: readonly string[] } {
  if (isLink(given)) return { state: readLink(given), remarks: [] };
  const isFolder = given !== '-' && statSync(given, { throwIfNoEntry: false })?.isFile() !== true;
  if (!isFolder) return { state: stateOfSpec(gatherSpec(given, {})), remarks: [] };
  const member = memberOf(given, run);
  if (member) return { state: { ...stateOfSpec(member.prepared.spec), sha256: member.sha256 }, remarks: [] };
  return stateOfRun(readRunRecord(given).manifest);
}

function timeOf(time: string): number {
  const value = wordOfLine(time);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalid('--time', 'be a finite time ≥ 0', `came as ${quoted(time)}`, 'change it');
}

/** The address of a page as it was given; the link adds the fragment. */
function pageAddress(base: string): string {
  const page = URL.canParse(base) ? new URL(base) : null;
  if (page && /^(https?|file):$/.test(page.protocol) && !base.includes('#')) return base;
  const expected = 'be the address of a page, http://…, https://… or file://…, without #';
  throw invalid('--base', expected, `came as ${quoted(base)}`, 'give one such as https://example.org/lab/');
}
