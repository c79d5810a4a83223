/**
 * A module of the project run in Chromium: bundled, served on 127.0.0.1, its exported functions called from a test.
 *
 * @example
 * const page = await openPage<typeof import('./pages/run.ts')>(new URL('./pages/run.ts', import.meta.url));
 * const hash = await page.call('hashOfRun', spec);
 * expect(page.errors).toEqual([]);
 * await page.close();
 */
import { bundle } from './bundle.ts';
import { launchChromium } from './chromium.ts';
import { serve } from './serve.ts';

type Functions<M> = { [K in keyof M as M[K] extends (...given: never[]) => unknown ? K : never]: M[K] };
type Given<F> = F extends (...given: infer A) => unknown ? A : never;
type Answer<F> = F extends (...given: never[]) => infer R ? Awaited<R> : never;

export interface TestPage<M> {
  /** Calls an exported function with values that can be cloned. */
  call<K extends keyof Functions<M> & string>(name: K, ...given: Given<M[K]>): Promise<Answer<M[K]>>;
  /** Everything the page complained about: exceptions nobody caught, errors on the console. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** @param entry the module, as TypeScript; it must not import anything of Node */
export async function openPage<M>(entry: URL): Promise<TestPage<M>> {
  const served = await serve(await bundle(entry));
  const browser = await launchChromium();
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => void errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(served.url);
  await page.waitForFunction('globalThis.page !== undefined');
  return {
    call: (name, ...given) =>
      page.evaluate(
        ([name, given]) =>
          (globalThis as unknown as { page: Record<string, (...all: unknown[]) => never> }).page[name](...given),
        [name, given] as const,
      ),
    errors,
    async close() {
      await browser.close();
      await served.close();
    },
  };
}
