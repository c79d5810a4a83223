/**
 * One side of the comparison: a process that answers lines of words with lines of JSON. Every side speaks the same words:
 *
 *   hello                                                     → { version }
 *   prepare peer= n= d= beta= threads= tokens= [matrix= value=] → { path? } or { none: the reason }   (files of doubles, row-major; matrix = QᵀK)
 *   time peer= count=                                         → { wall, cpu } seconds of that many fields
 *   result peer= file=                                        → {}, and ẋ [n, d] of the last field in the file
 *   release                                                   → {}: frees what was prepared
 *   simulate …                                                → see simulations.ts
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Words = Readonly<Record<string, string | number | undefined>>;
export type Reply = Readonly<Record<string, unknown>> & { readonly none?: string };

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** Libraries read their number of threads from these. */
function threadEnvironment(threads: number): Record<string, string> {
  const names = ['BENCH', 'OPENBLAS', 'OMP', 'MKL', 'NUMBA'].map(
    (name) => `${name}_${name === 'BENCH' ? '' : 'NUM_'}THREADS`,
  );
  // OpenMP's threads wait a little for more work, not so long that they take a processor from the next side.
  return { ...Object.fromEntries(names.map((name) => [name, String(threads)])), GOMP_SPINCOUNT: '10000' };
}

/** The last line of a complaint, fit for a footnote. */
function gist(complaint: string): string {
  const line = complaint.trim().split('\n').at(-1) ?? '';
  return line
    .replaceAll(/[^\x20-\x7e]|\[\d*m/g, '')
    .replaceAll('|', '/')
    .slice(0, 160);
}

/** A running side. Once a request fails or takes too long, its process is ended, and later ones are answered `none`. */
export class Side {
  readonly #child: ChildProcess;
  #waiting: ((line: string | null) => void) | null = null;
  #ended: string | null = null;
  #complaints = '';

  constructor(command: Command, threads: number) {
    this.#child = spawn(command.file, command.args, {
      ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
      env: { ...process.env, ...threadEnvironment(threads) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.on('error', (error) => this.#end(error.message));
    this.#child.on('exit', (code, signal) => this.#end(`ended with ${signal ?? code}: ${gist(this.#complaints)}`));
    this.#child.stdin?.on('error', () => {}); // told by 'exit'
    this.#child.stderr?.on('data', (data) => (this.#complaints = `${this.#complaints}${data}`.slice(-2_000)));
    // Libraries print greetings of their own: only lines that are JSON objects are answers.
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) this.#waiting?.(line);
    });
  }

  async ask(operation: string, words: Words = {}, timeoutSeconds = 120): Promise<Reply> {
    if (this.#ended !== null) return { none: this.#ended };
    const given = Object.entries(words).filter(([, value]) => value !== undefined);
    const line = [operation, ...given.map(([key, value]) => `${key}=${value}`)].join(' ');
    const answer = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => this.#end(`stopped after ${timeoutSeconds} s`), 1_000 * timeoutSeconds);
      this.#waiting = (reply) => {
        clearTimeout(timer);
        this.#waiting = null;
        resolve(reply);
      };
      this.#child.stdin?.write(`${line}\n`);
    });
    if (answer === null) return { none: this.#ended ?? 'ended' };
    const reply = JSON.parse(answer) as Reply & { failed?: string };
    return reply.failed === undefined ? reply : { none: `failed: ${gist(reply.failed)}` };
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  close(): void {
    this.#end('closed');
  }

  #end(reason: string): void {
    if (this.#ended !== null) return;
    this.#ended = reason;
    this.#child.kill('SIGKILL');
    this.#waiting?.(null);
  }
}
