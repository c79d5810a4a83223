/** A Chromium on this machine, or null: tests that need it are skipped aloud. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function executable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const chromiumPath: string | null =
  NAMES.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name))).find(
    executable,
  ) ?? null;

/** WebGPU, WebGL and canvas together, computed by SwiftShader: the same on machines with a GPU and without. */
const SOFTWARE_GPU = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

/** @throws Error when there is none: ask `chromiumPath` first */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('Chromium is not installed');
  // As root, as in containers, Chromium refuses its own sandbox.
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', ...SOFTWARE_GPU] });
}
