/** A Slurm of one node in a folder of its own: its daemons on free ports, with a key of their own, and no control groups. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const SYSTEM_PATH = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const isInstalled = (name: string) => SYSTEM_PATH.some((folder) => existsSync(join(folder, name)));

/** The daemons want to be root's, or those of users that a test does not make. */
export const slurmRuns =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['munged', 'slurmctld', 'slurmd', 'sbatch'].every(isInstalled);

export interface OneNodeSlurm {
  readonly env: NodeJS.ProcessEnv;
  /** What a program of Slurm prints. */
  ask(program: string, ...args: string[]): string;
  /** Ends all jobs and daemons, and removes the folder. */
  stop(): Promise<void>;
}

export async function startSlurm(): Promise<OneNodeSlurm> {
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
  chmodSync(folder, 0o711); // munged wants its socket to be within everybody's reach
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'key'), randomBytes(1024), { mode: 0o400 });
  const conf = join(folder, 'slurm.conf');
  writeFileSync(conf, configuration(folder, await freePort(), await freePort()));
  const path = [...SYSTEM_PATH, process.env.PATH].join(delimiter);
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: path, SLURM_CONF: conf };
  const daemons: ChildProcess[] = [];
  const start = (program: string, ...args: string[]) =>
    void daemons.push(spawn(program, args, { env, stdio: 'ignore', cwd: folder }));
  const ask = (program: string, ...args: string[]) => spawnSync(program, args, { env, encoding: 'utf8' }).stdout;

  async function stop(): Promise<void> {
    ask('scancel', '--state=PENDING,RUNNING,SUSPENDED', `--user=${process.getuid?.()}`);
    await soon(() => ask('squeue', '--noheader') === '').catch(() => {});
    for (const daemon of daemons.reverse()) await ended(daemon);
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    start('munged', '--foreground', ...mungeFiles(folder));
    await soon(() => existsSync(join(folder, 'munge.socket')));
    start('slurmctld', '-D', '-f', conf);
    start('slurmd', '-D', '-f', conf);
    await soon(() => ask('sinfo', '--noheader', '--format=%T').trim() === 'idle');
  } catch (error) {
    const logs = ['slurmctld.log', 'slurmd.log', 'munged.log'].map((name) => tailOf(join(folder, name)));
    await stop();
    throw new Error(`Slurm did not start\n${logs.join('\n')}`, { cause: error });
  }
  return { env, ask, stop };
}

function mungeFiles(folder: string): string[] {
  const file = (name: string) => join(folder, name);
  return [
    ...[`--key-file=${file('key')}`, `--socket=${file('munge.socket')}`, `--pid-file=${file('munged.pid')}`],
    ...[`--log-file=${file('munged.log')}`, `--seed-file=${file('munge.seed')}`],
  ];
}

function configuration(folder: string, controller: number, node: number): string {
  const name = hostname().split('.')[0];
  return `ClusterName=test
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
ReturnToService=2
MpiDefault=none
KillWait=5
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
NodeName=${name} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function soon(holds: () => boolean, seconds = 30): Promise<void> {
  const until = Date.now() + 1000 * seconds;
  while (!holds()) {
    if (Date.now() > until) throw new Error(`${holds} does not hold after ${seconds} s`);
    await wait(100);
  }
}

/** Asked first, killed after a while. */
async function ended(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const gone = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  const timer = setTimeout(() => daemon.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
}

function tailOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-15).join('\n') : `${path} is missing`;
}
