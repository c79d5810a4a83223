/**
 * A sweep on a queue: queue.json in its folder says where, without user and password, so that status and cancel find
 * it again.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../../core/counted.ts';
import { toLegibleJson } from '../../core/json.ts';
import { writeFileWhole } from '../process/files.ts';
import { parseRecord } from '../store/result-folder.ts';
import { redisAddress } from './address.ts';
import type { RemoteEngine } from './remote-engine.ts';
import { cancelWork, type QueueStatus, queueStatus } from './status.ts';

interface QueueRecord {
  readonly format: 'parkade-queue';
  readonly formatVersion: 1;
  /** redis://host:port/database: who one is there, the environment says. */
  readonly address: string;
  /** What the work is called there. */
  readonly name: string;
}

const pathOf = (folder: string) => join(folder, 'queue.json');

/**
 * @param url as it was given; of user and password nothing is kept
 * @returns the address that is kept
 */
export function rememberQueue(folder: string, url: string, name: string): string {
  const { host, port, db, tls } = redisAddress(url);
  const address = `${tls ? 'rediss' : 'redis'}://${host.includes(':') ? `[${host}]` : host}:${port}/${db}`;
  const record: QueueRecord = { format: 'parkade-queue', formatVersion: 1, address, name };
  writeFileWhole(pathOf(folder), `${toLegibleJson(record)}\n`);
  return address;
}

/** The sweep is on no queue any more. */
export function forgetQueue(folder: string): void {
  rmSync(pathOf(folder), { force: true });
}

function recorded(folder: string): QueueRecord | null {
  return existsSync(pathOf(folder)) ? (parseRecord(pathOf(folder)) as QueueRecord) : null;
}

export const redis: RemoteEngine = {
  async status(folder) {
    const record = recorded(folder);
    if (record === null) return null;
    const status = await queueStatus(record.address, record.name);
    return { active: status.coordinators.length > 0, says: [sentence(record, status)], details: status };
  },
  async cancel(folder) {
    const record = recorded(folder);
    if (record === null) return null;
    const dropped = await cancelWork(record.address, record.name);
    forgetQueue(folder);
    return `The queue at ${redisAddress(record.address).shown} has dropped ${counted(dropped, 'job')} of it; the cells that have ended are kept.`;
  },
};

function sentence({ address }: QueueRecord, { waiting, active, workers }: QueueStatus): string {
  const threads = workers.reduce((sum, worker) => sum + worker.threads, 0);
  return `At ${redisAddress(address).shown} ${counted(waiting.cells, 'cell')} wait and ${active.cells} are computed, by ${counted(workers.length, 'worker')} with ${counted(threads, 'thread')}.`;
}
