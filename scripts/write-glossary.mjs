/** Writes docs/glossary.md from the words that the program explains; run after a build. */
import { writeFileSync } from 'node:fs';
import { glossaryPage } from '../dist/node/glossary-page.js';

writeFileSync(new URL('../docs/glossary.md', import.meta.url), glossaryPage());
