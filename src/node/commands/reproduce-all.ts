/** parkade reproduce all: every preset and every check as one page. */
import { join } from 'node:path';
import { statementRegistry } from '../../checks/index.ts';
import { type Preset, presetRegistry } from '../../presets/index.ts';
import { type Checked, checkStatements, parametersFor } from '../check.ts';
import { fillCheckFolder } from '../check-folder.ts';
import { type ExitCode, print, printJson, printText } from '../context.ts';
import { type Gallery, openGallery } from '../gallery.ts';
import { galleryPage } from '../gallery-page.ts';
import { reproduce } from '../reproduction.ts';
import { beginResultFolder } from '../result-folder.ts';
import { startProgress } from '../terminal.ts';
import { explain } from './reproduce.ts';

export interface ReproduceAllOptions {
  readonly out?: string;
  /** Make everything anew. */
  readonly force: boolean;
  readonly json: boolean;
  readonly threads?: number;
}

export async function reproduceAllCommand({
  out = 'site',
  force,
  json,
  threads,
}: ReproduceAllOptions): Promise<ExitCode> {
  const gallery = openGallery(out, force);
  const presets = Object.values(presetRegistry);
  for (const [i, preset] of presets.entries()) {
    if (gallery.entries.has(preset.id)) continue;
    if (!json) print(`${i + 1} of ${presets.length}: ${preset.title}`);
    const code = await addPreset(gallery, preset, json, threads);
    if (code !== 0) return code;
  }
  if (!json) print('Every statement');
  const checks = await addChecks(gallery, json, threads);
  if (checks === null) return 130;
  gallery.write('index.html', galleryPage(presets, gallery.entries, checks));
  const otherwise = presets
    .filter(({ id }) => gallery.entries.get(id)?.report.asPredicted === false)
    .map(({ id }) => id);
  const changed = checks.filter(({ asExpected }) => asExpected === false).map(({ statement }) => statement.id);
  if (json)
    printJson({ folder: out, presets: presets.map(({ id }) => id), notAsPredicted: otherwise, checksChanged: changed });
  else printText('', `The page is ${join(out, 'index.html')}.`);
  if (!json && otherwise.length + changed.length > 0) {
    printText(`Not as predicted: ${[...otherwise, ...changed].join(', ')}.`);
  }
  return otherwise.length + changed.length > 0 ? 1 : 0;
}

async function addPreset(gallery: Gallery, preset: Preset, json: boolean, threads?: number): Promise<ExitCode> {
  const folder = join(gallery.folder, preset.id);
  // What stands there is the gallery's own, of another version.
  const outcome = await reproduce(preset, startProgress(preset.id, json), { out: folder, force: true, threads });
  if (!('report' in outcome)) return explain(outcome, folder);
  const { report, figure, seconds } = outcome;
  gallery.add(preset.id, { report, caption: `${figure.title}. ${figure.caption}`, seconds });
  return 0;
}

async function addChecks(gallery: Gallery, json: boolean, threads?: number): Promise<Checked[] | null> {
  const tasks = Object.values(statementRegistry).map((statement) => ({
    statement,
    parameters: parametersFor(statement, {}),
    asDefault: true,
  }));
  const draft = beginResultFolder(join(gallery.folder, 'checks'), true);
  const begun = performance.now();
  try {
    const checks = await checkStatements(tasks, startProgress('checks', json), threads);
    if (checks === null) return null;
    const seconds = Math.round(performance.now() - begun) / 1000;
    fillCheckFolder(draft, checks, seconds);
    draft.commit();
    return checks;
  } finally {
    draft.discard();
  }
}
