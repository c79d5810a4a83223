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

/** Without a device: pages are painted by the processor, several times faster than by a device that it imitates. */
const NO_GPU = ['--disable-gpu'];

/**
 * @param gpu whether pages see WebGPU and WebGL
 * @param handleSIGTERM whether it is closed when this process is asked to end
 * @throws Error when there is none: ask `chromiumPath` first
 */
export async function launchChromium({ gpu = true, handleSIGTERM = true } = {}): Promise<Browser> {
  if (chromiumPath === null) throw new Error('Chromium is not installed');
  // As root, as in containers, Chromium refuses its own sandbox.
  const args = ['--no-sandbox', ...(gpu ? SOFTWARE_GPU : NO_GPU)];
  return chromium.launch({ executablePath: chromiumPath, args, handleSIGTERM });
}
