/** The script of an array: each element computes its part of a sweep, and is queued again where it was stopped. */
import { shellQuoted } from '../process/invocation.ts';
import { version } from '../process/version.ts';

export interface ArrayScript {
  /** Absolute paths: of node, of the program, of the sweep's folder. */
  readonly node: string;
  readonly program: string;
  readonly folder: string;
  readonly elements: number;
  /** Of each element. */
  readonly threads: number;
  readonly onlyFailed: boolean;
  /** Checked options of sbatch. */
  readonly options: readonly string[];
}

/** An element whose program was killed so often, or was stopped without having computed anything, is given up. */
export const MOST_TRIES = 5;

/**
 * A script for POSIX shells. Names of files stand in it quoted, as values of three variables; lines for sbatch hold
 * numbers and checked options only.
 */
export function arrayScript({ node, program, folder, elements, threads, onlyFailed, options }: ArrayScript): string {
  return `#!/bin/sh
#SBATCH --job-name=parkade-sweep
#SBATCH --array=0-${elements - 1}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${threads}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=element-%a.log
#SBATCH --signal=B:USR1@60
${options.map((option) => `#SBATCH ${option}\n`).join('')}
# Written by parkade ${version}. Every element of this array computes its part of the cells, and keeps each as it ends.
# USR1 comes a minute before the time limit; TERM when somebody wants the node.
node=${shellQuoted(node)}
program=${shellQuoted(program)}
folder=${shellQuoted(folder)}
elements=${elements}
threads=${threads}

element=\${SLURM_ARRAY_TASK_ID:?is missing: this script is for sbatch}
name="\${SLURM_ARRAY_JOB_ID}_$element"
notes="$folder/slurm"
child=
signals=

stop() {
  signals="$signals."
  if [ -n "$child" ]; then kill -TERM "$child" 2>/dev/null; fi
}
trap stop USR1 TERM

rows() {
  cat "$folder"/parts/*-"$element-of-$elements"/rows.jsonl 2>/dev/null | grep -c '^\\["'
}

give_up() {
  echo "$1" >"$notes/failed-$element"
  echo "Element $element is given up: $1."
  exit "$code"
}

# Only while the element runs: one that is being cancelled would come to life again.
again() {
  if [ "$(squeue --noheader --jobs="$name" --format=%T)" = RUNNING ]; then
    scontrol requeue "$name" || give_up "it could not be queued again"
    exit 0
  fi
  exit "$code"
}

echo "$SLURM_ARRAY_JOB_ID" >"$notes/job"
rm -f "$notes/failed-$element"
before=$(rows)
"$node" "$program" sweep part "$folder" --part "$element" --of "$elements" --threads "$threads"${onlyFailed ? ' --only-failed' : ''} &
child=$!
if [ -n "$signals" ]; then kill -TERM "$child" 2>/dev/null; fi

# A signal ends a wait, not the program: it keeps what has ended, and is waited for again.
heard=
wait "$child"
code=$?
while [ "$heard" != "$signals" ]; do
  heard=$signals
  wait "$child"
  other=$?
  if [ "$other" -ne 127 ]; then code=$other; fi
done
child=

# 1: all cells have ended, some without a completed run; the table says why.
if [ "$code" -le 1 ]; then
  rm -f "$notes/tries-$element"
  exit 0
fi
# Stopped, with something to show for it.
if [ "$code" -eq 143 ] && [ "$(rows)" -gt "$before" ]; then again; fi
# A mistake, which another try would meet again.
if [ "$code" -lt 128 ]; then give_up "the program ended with exit code $code"; fi
# Killed, or stopped before any cell had ended.
echo "$code" >>"$notes/tries-$element"
if [ "$(wc -l <"$notes/tries-$element")" -ge ${MOST_TRIES} ]; then give_up "it was stopped ${MOST_TRIES} times, the last time with exit code $code"; fi
again
`;
}
