/** Checks on disk: the report as a page, and as a record for programs. */
import type { Checked, CheckReport } from './check.ts';
import { checkPage } from './check-page.ts';
import type { FolderDraft } from './files.ts';
import { writeJson, writeText } from './result-folder.ts';
import { commit, version } from './version.ts';

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

export function fillCheckFolder(draft: FolderDraft, report: CheckReport): void {
  writeJson(draft, 'check.json', recordOfChecks(report));
  writeText(draft, 'index.html', checkPage(report));
}
