/** Lets `npx parkade` run the command line of a checkout: the compiler does not set the bit. */
import { chmodSync } from 'node:fs';

chmodSync(new URL('../dist/node/main.js', import.meta.url), 0o755);
