/** The built lab comes with the package: an installed parkade serves it, every file of it, and nothing else of the package. To pack takes longer than the tests. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../cli/parkade.ts';

const built = join(root, 'dist', 'lab');
const isBuilt = existsSync(join(built, 'index.html'));

/** @param project where the package is unpacked in node_modules, once tests run */
export function describeLab(project: () => string): void {
  describe.skipIf(!isBuilt)('the lab in the package (needs dist/lab, which npm run lab:build makes)', () => {
    let own: string;
    let address: string;
    let stop: () => Promise<number | null>;

    beforeAll(async () => {
      own = join(project(), 'node_modules', 'parkade');
      const command = join(project(), 'node_modules', '.bin', 'parkade');
      const words = ['lab', '--no-open', '--port', '0', '--json'];
      const child = spawn(command, words, { cwd: project(), stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      stop = () => {
        child.kill('SIGINT');
        return ended;
      };
      for await (const line of createInterface({ input: child.stdout })) {
        address = JSON.parse(line).address;
        break;
      }
    });
    afterAll(() => stop?.());

    test('is packed whole', () => {
      const names = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
      expect(names(join(own, 'dist', 'lab'))).toEqual(names(built));
      expect(names(built)).toContain('index.html');
    });

    test('is served, every file of it', async () => {
      const entries = readdirSync(built, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const hidden = (path: string) => path.split('/').some((name) => name.startsWith('.'));
      const files = entries.map((entry) => join(entry.parentPath, entry.name));
      const served = files
        .map((file) => file.slice(built.length + 1).replaceAll('\\', '/'))
        .filter((path) => !hidden(path));
      expect(served.length).toBeGreaterThan(1);
      for (const path of served) {
        const response = await fetch(new URL(path, address));
        expect([path, response.status]).toEqual([path, 200]);
        expect(Buffer.from(await response.arrayBuffer()).equals(readFileSync(join(built, path)))).toBe(true);
      }
    });

    test('leaves the rest of the package alone', async () => {
      for (const path of ['package.json', 'dist/index.js', '../index.js', 'bits.json'])
        expect((await fetch(new URL(path, address))).status).toBe(404);
    });

    test('asks nothing of other places: its pages name no address elsewhere', () => {
      const page = readFileSync(join(own, 'dist', 'lab', 'index.html'), 'utf8');
      expect(page.match(/(?:src|href)=["']?(?:[a-z]+:)?\/[^"'\s>]*/gi) ?? []).toEqual([]);
    });

    test('ends with Ctrl-C', async () => {
      expect(await stop()).toBe(0);
      await expect(fetch(address)).rejects.toThrow();
    });
  });
}
