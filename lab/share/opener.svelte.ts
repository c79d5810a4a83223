/** Opens files that were chosen or dropped; what cannot be opened is said, and what was there stays. */
import { getContext, setContext } from 'svelte';
import { isCalm } from '../state/calm.ts';
import type { Lab } from '../state/lab.svelte.ts';
import type { Pair } from '../state/pair.svelte.ts';
import { type GivenFile, LARGEST_FILE, whatIs } from './opened.ts';

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
    const tooLarge = files.find(({ size }) => size > LARGEST_FILE);
    if (tooLarge)
      return `“${tooLarge.name}” should have at most ${LARGEST_FILE / 1e6} MB, but has ${Math.round(tooLarge.size / 1e6)}: measure it with "parkade measure".`;
    // Of a run's folder only the record is read: the run is computed again, and compared.
    const needed = files.some(({ name }) => name === 'run.json')
      ? files.filter(({ name }) => name === 'run.json')
      : files;
    const given: GivenFile[] = await Promise.all(
      needed.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
    );
    const { parse } = await import('yaml');
    const found = whatIs(given, (text) => parse(text, { maxAliasCount: 0 }));
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
