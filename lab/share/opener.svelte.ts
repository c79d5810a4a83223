/** Opens files that were chosen or dropped; what cannot be opened is said, and what was there stays. */
import { getContext, setContext } from 'svelte';
import type { Pair } from '../state/pair.svelte.ts';
import type { OpenSweep } from '../sweeps/open-sweep.svelte.ts';
import { begins } from './begins.ts';
import type { GivenFile } from './opened.ts';

export class Opener {
  private readonly pair: Pair;
  problem = $state<string | null>(null);
  /** The sweep whose runs are looked at. */
  sweep = $state.raw<OpenSweep | null>(null);

  constructor(pair: Pair) {
    this.pair = pair;
  }

  async open(list: FileList | readonly File[] | null): Promise<void> {
    this.problem = null;
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    try {
      this.problem = await this.opened(files);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Opens the file that the local server gives out beside the page: `#open=/opened/…` in the address; whether it was one. */
  async openBeside(fragment: string): Promise<boolean> {
    const path = /^#open=(\/opened\/[\w-]+\/[^/?#]+)$/.exec(fragment)?.[1];
    if (path === undefined) return false;
    const answer = await fetch(path);
    const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    if (answer.ok) await this.open([new File([await answer.blob()], name)]);
    else this.problem = `“${name}” is no longer given out: start "parkade lab ${name}" again.`;
    return true;
  }

  /** Why they could not be; null where they were. */
  private async opened(files: readonly File[]): Promise<string | null> {
    const { needed, sweepAmong, tooLarge, whatIs } = await import('./opened.ts');
    const sweep = sweepAmong(files);
    if (sweep?.kind === 'refused') return sweep.says;
    const read = sweep ? sweep.files : needed(files);
    const large = tooLarge(read);
    if (large !== null) return large;
    if (sweep) return this.sweepOf(await Promise.all(read.map(bytesOf)));
    const given = await Promise.all(read.map(bytesOf));
    const { parse } = await import('yaml');
    const found = whatIs(given, (text) => parse(text, { maxAliasCount: 0, logLevel: 'error' }));
    const { a } = this.pair;
    switch (found.kind) {
      case 'refused':
        return found.says;
      case 'tokens':
        this.pair.single();
        return a.play(found.file, () => begins(a));
      default: {
        const answer = await a.session.specification(found.spec);
        if ('refusal' in answer) return answer.refusal.message;
        this.pair.single();
        a.open(answer.value);
        if (found.kind === 'run') a.expected = { sha256: found.sha256, parkade: found.parkade, backend: found.backend };
        begins(a);
        return null;
      }
    }
  }

  private async sweepOf(files: readonly GivenFile[]): Promise<string | null> {
    const { a } = this.pair;
    const [answer, { OpenSweep }] = await Promise.all([
      a.session.openSweep(files),
      import('../sweeps/open-sweep.svelte.ts'),
    ]);
    if ('refusal' in answer) return answer.refusal.message;
    a.playing = false;
    this.sweep = new OpenSweep(answer.value, this.pair);
    return null;
  }
}

async function bytesOf(file: File): Promise<GivenFile> {
  const { name } = file;
  try {
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (cause) {
    throw new Error(`“${name}” cannot be read: it is a folder, or gone. Drop the files that are in it.`, { cause });
  }
}

const KEY = Symbol('opener');

export function provideOpener(opener: Opener): Opener {
  return setContext(KEY, opener);
}
export function theOpener(): Opener {
  return getContext<Opener>(KEY);
}
