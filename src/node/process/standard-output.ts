/**
 * Standard output that fails: a reader that closes early (| head) or a terminal that was closed is no failure, and work
 * goes on so that what is kept on disk is whole; a full disk is told when the program ends. Standard error that fails
 * has nobody to tell.
 */
const READER_LEFT = ['EPIPE', 'EIO', 'ECONNRESET'];

let problem: NodeJS.ErrnoException | null = null;

/** Called once, before anything is printed. */
export function watchStandardStreams(): void {
  process.stdout.on('error', note);
  process.stderr.on('error', () => {});
  process.on('exit', tell);
}

function note(error: NodeJS.ErrnoException): void {
  if (!READER_LEFT.includes(error.code ?? '')) problem ??= error;
}

/** Exit code 1: what was asked for was not printed, or not all of it. */
function tell(): void {
  if (problem === null) return;
  const why = problem.code === 'ENOSPC' ? 'the disk is full' : problem.message;
  process.stderr.write(`parkade: Standard output should take what is printed, but ${why}; send it elsewhere.\n`);
  process.exitCode ||= 1;
}
