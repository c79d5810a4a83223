/** Checks on disk: the report as a page, and as a record for programs. */
import type { Executor } from '../../core/executor.ts';
import { openJournal } from '../process/journal.ts';
import type { Progress } from '../process/progress.ts';
import { commit, version } from '../process/version.ts';
import type { FolderDraft } from '../store/draft.ts';
import { beginResultFolder, writeJson, writeText } from '../store/result-folder.ts';
import { type Checked, type CheckReport, type CheckTask, checkStatements, type StoppedCheck } from '../work/check.ts';
import type { KnownWork } from '../work/kinds.ts';
import { checkPage } from './check-page.ts';

export function recordOfChecks({ checks, seconds }: CheckReport) {
  return {
    format: 'parkade-check',
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    seconds,
    checks: checks.map(recordOf),
  } as const;
}

/** Everything but the values. */
function recordOf({ statement, values: _, ...rest }: Checked) {
  const { id, says, source, erratum, test, expected } = statement;
  return { id, says, source, ...(erratum !== undefined && { erratum }), test, expected, ...rest };
}

/**
 * Checks with a report in a folder, which appears whole or not at all. What had ended when they were stopped is kept
 * beside it, and the same checks, with more runs or fewer, go on from there.
 * @throws ParkadeError FileProblem when the folder cannot be taken
 */
export async function checkInto(
  folder: string,
  force: boolean,
  tasks: readonly CheckTask[],
  progress: Progress,
  executor: Executor<KnownWork>,
): Promise<CheckReport | (StoppedCheck & { readonly kept: string | null })> {
  const draft = beginResultFolder(folder, force);
  try {
    const path = `${folder}.partial.jsonl`;
    const journal = openJournal(path);
    const report = await checkStatements(tasks, progress, { executor, journal });
    if ('stoppedAfter' in report) {
      journal.removeIfEmpty();
      return { ...report, kept: report.stoppedAfter === 0 ? null : path };
    }
    fillCheckFolder(draft, report);
    draft.commit();
    journal.remove();
    return report;
  } finally {
    draft.discard();
  }
}

function fillCheckFolder(draft: FolderDraft, report: CheckReport): void {
  writeJson(draft, 'check.json', recordOfChecks(report));
  writeText(draft, 'index.html', checkPage(report));
}
