/** parkade reproduce all: every preset and every check as one page. */
import { join } from 'node:path';
import { statementRegistry } from '../../../checks/index.ts';
import { counted } from '../../../core/counted.ts';
import { type Preset, presetRegistry } from '../../../presets/index.ts';
import { checkInto } from '../../pages/check-folder.ts';
import { galleryPage } from '../../pages/gallery-page.ts';
import { type Gallery, openGallery } from '../../store/gallery.ts';
import { writeOtherLooks } from '../../store/result-folder.ts';
import { type CheckReport, tasksFor, unexpected } from '../../work/check.ts';
import { reproduce } from '../../work/reproduction.ts';
import { type ExitCode, print, printJson, printText, stopped } from '../context.ts';
import { type EngineFlags, engineFor } from '../engine.ts';
import { startProgress } from '../terminal.ts';
import { explain } from './reproduce.ts';

export interface ReproduceAllOptions extends EngineFlags {
  readonly out?: string;
  /** Make everything anew. */
  readonly force: boolean;
  readonly json: boolean;
}

export async function reproduceAllCommand({
  out = 'site',
  force,
  json,
  ...where
}: ReproduceAllOptions): Promise<ExitCode> {
  const gallery = openGallery(out, force);
  const presets = Object.values(presetRegistry);
  for (const [i, preset] of presets.entries()) {
    if (gallery.entries.has(preset.id)) continue;
    if (!json) print(`${i + 1} of ${presets.length}: ${preset.title}`);
    const code = await addPreset(gallery, preset, json, where);
    if (code !== 0) return code;
    // The last one waits for the checks; until then there is a page of what there is.
    gallery.write('index.html', galleryPage(presets, gallery.entries, []));
  }
  if (!json) print('Every statement');
  const tasks = tasksFor(Object.values(statementRegistry));
  const folder = join(gallery.folder, 'checks');
  const executor = await engineFor(where, 'check', folder);
  const report = await checkInto(folder, true, tasks, startProgress('checks', json), executor);
  if ('stoppedAfter' in report) return stopped(`Stopped in the statements.${goesOnFrom(gallery)}`, json);
  gallery.write('index.html', galleryPage(presets, gallery.entries, report.checks));
  return tell(gallery, presets, report, json);
}

async function addPreset(gallery: Gallery, preset: Preset, json: boolean, where: EngineFlags): Promise<ExitCode> {
  const folder = join(gallery.folder, preset.id);
  // What stands there is the gallery's own, of another version.
  const executor = await engineFor(where, preset.id, folder);
  const means = { out: folder, force: true, threads: where.threads, executor };
  const outcome = await reproduce(preset, startProgress(preset.id, json), means);
  if (!('report' in outcome)) return explain(outcome, folder, json, goesOnFrom(gallery));
  const { report, figure, seconds } = outcome;
  await writeOtherLooks(folder, figure);
  gallery.add(preset.id, { report, caption: `${figure.title}. ${figure.caption}`, seconds });
  return 0;
}

function goesOnFrom({ folder, entries }: Gallery): string {
  const made =
    entries.size === 0
      ? ''
      : ` ${counted(entries.size, 'preset')} made before ${entries.size === 1 ? 'is' : 'are'} kept in ${folder}:`;
  return made === '' ? '' : `${made} the same command continues from there.`;
}

/** Where the page is, and what on it is not as predicted or on record. */
function tell({ folder, entries }: Gallery, presets: readonly Preset[], report: CheckReport, json: boolean): ExitCode {
  const ids = presets.map(({ id }) => id);
  const notAsPredicted = ids.filter((id) => entries.get(id)?.report.asPredicted === false);
  const checksChanged = unexpected(report).map(({ statement }) => statement.id);
  const otherwise = [...notAsPredicted, ...checksChanged];
  if (json) printJson({ folder, presets: ids, notAsPredicted, checksChanged });
  else {
    printText('', `The page is ${join(folder, 'index.html')}.`);
    if (otherwise.length > 0) printText(`Not as predicted: ${otherwise.join(', ')}.`);
  }
  return otherwise.length > 0 ? 1 : 0;
}
