/** Opens an address in the browser of whoever sits at this machine. */
import { spawn } from 'node:child_process';

/** Milliseconds after which a program that has not failed is believed to have opened the address. */
const PATIENCE_MS = 3000;

/**
 * The program that opens addresses, and its arguments; null where nobody sits at a screen. No shell reads the address.
 */
export function browserCommand(
  address: string,
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): readonly [program: string, ...words: string[]] | null {
  if (env.CI) return null;
  if (platform === 'darwin') return ['open', address];
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler', address];
  // Without a screen xdg-open would start a browser in the terminal.
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', address] : null;
}

/** Whether a browser was asked, as far as one can know; the caller says what to do otherwise. */
export async function openBrowser(address: string): Promise<boolean> {
  const command = browserCommand(address, process.platform, process.env);
  // Where no program may be started at all, that is thrown, not an event.
  return command !== null && started(command).catch(() => false);
}

function started([program, ...words]: readonly [string, ...string[]]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { detached: true, stdio: 'ignore', shell: false });
    const patience = setTimeout(() => resolve(true), PATIENCE_MS).unref();
    const settle = (opened: boolean) => {
      clearTimeout(patience);
      resolve(opened);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    child.unref();
  });
}
