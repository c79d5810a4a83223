/** Opens files that were chosen or dropped; what cannot be opened is said, and what was there stays. */
import { getContext, setContext } from 'svelte';
import { isCalm } from '../state/calm.ts';
import type { Lab } from '../state/lab.svelte.ts';
import type { Pair } from '../state/pair.svelte.ts';
import { type GivenFile, needed, tooLarge, whatIs } from './opened.ts';

export class Opener {
  private readonly pair: Pair;
  problem = $state<string | null>(null);

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
    const read = needed(files);
    const large = tooLarge(read);
    if (large !== null) return large;
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
}

async function bytesOf(file: File): Promise<GivenFile> {
  const { name } = file;
  try {
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (cause) {
    throw new Error(`“${name}” cannot be read: it is a folder, or gone. Drop the files that are in it.`, { cause });
  }
}

/** What was opened plays, or stands at its end for those who want nothing to move. */
function begins(lab: Lab): void {
  if (isCalm()) lab.showEnd();
  else lab.playing = true;
}

const KEY = Symbol('opener');

export function provideOpener(opener: Opener): Opener {
  return setContext(KEY, opener);
}
export function theOpener(): Opener {
  return getContext<Opener>(KEY);
}
