/** Checks on disk: the report as a page, and as a record for programs. */
import { type Checked, checkRecord } from './check.ts';
import { checkPage } from './check-page.ts';
import type { FolderDraft } from './files.ts';
import { writeJson, writeText } from './result-folder.ts';
import { commit, version } from './version.ts';

export function recordOfChecks(checks: readonly Checked[], seconds: number) {
  return {
    format: 'parkade-check',
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    seconds,
    checks: checks.map(checkRecord),
  } as const;
}

export function fillCheckFolder(draft: FolderDraft, checks: readonly Checked[], seconds: number): void {
  writeJson(draft, 'check.json', recordOfChecks(checks, seconds));
  writeText(draft, 'index.html', checkPage(checks, seconds));
}
