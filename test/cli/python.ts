/** A Python with the modules that a test needs, or null: such tests are skipped aloud. */
import { spawnSync } from 'node:child_process';

export function pythonWith(...modules: readonly string[]): string | null {
  const program = modules.map((name) => `import ${name}`).join('; ');
  return ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', program]).status === 0) ?? null;
}
