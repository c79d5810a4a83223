/**
 * Adds to corpus.json the links of states.mjs that it has not yet, as the build writes them: run by hand once for a release, after
 * `npm run build`. What is there stays as it is, since people have such links.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromJson, toLegibleJson } from '../../dist/core/json.js';
import { execute, prepareRun } from '../../dist/index.js';
import { writeLink } from '../../dist/link/index.js';
import { trajectoryHash } from '../../dist/node/index.js';
import { others, verified } from './states.mjs';

const path = new URL('./corpus.json', import.meta.url);
const { version: parkade } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const corpus = existsSync(path) ? fromJson(readFileSync(path, 'utf8')) : [];

for (const [name, given] of Object.entries({ ...verified, ...others })) {
  if (corpus.some((entry) => entry.name === name)) continue;
  const hash = name in verified ? { sha256: trajectoryHash((await execute(prepareRun(given.spec))).trajectory) } : {};
  const state = { version: 1, parkade, ...given, ...hash };
  corpus.push({ name, link: writeLink(state), state });
}
writeFileSync(path, `${toLegibleJson(corpus)}\n`);
