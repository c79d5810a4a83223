/**
 * Makes the command line of a checkout callable: the compiler does not set the bit, and npm links commands of packages that it
 * installs but not those of the package that is being worked on.
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

chmodSync(at('dist/node/main.js'), 0o755);
const command = at('node_modules/.bin/parkade');
if (existsSync(at('node_modules'))) {
  mkdirSync(dirname(command), { recursive: true });
  if (process.platform === 'win32')
    writeFileSync(`${command}.cmd`, '@node "%~dp0\\..\\..\\dist\\node\\main.js" %*\r\n');
  else if (!lstatSync(command, { throwIfNoEntry: false })?.isSymbolicLink()) {
    rmSync(command, { force: true });
    symlinkSync('../../dist/node/main.js', command);
  }
}
