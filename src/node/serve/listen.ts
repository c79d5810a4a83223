/** A port of this machine that only this machine reaches. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { invalid, type ParkadeError } from '../../core/errors.ts';

/** Tried first where none was asked for, so that what a browser keeps by address is there again next time. */
export const USUAL_PORT = 8064;
const ANY_PORT = 0;

interface Listening {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens on 127.0.0.1, and at the same port on ::1 where that can be had: `localhost` may mean either.
 * @param wanted that port and no other, 0 for any; null for the usual one or, where that is taken, any
 * @throws ParkadeError InvalidParameter for a port that cannot be had
 */
export async function listenOnLoopback(create: () => Server, wanted: number | null): Promise<Listening> {
  const server = create();
  try {
    await listen(server, '127.0.0.1', wanted ?? USUAL_PORT);
  } catch (cause) {
    if (wanted !== null) throw notFree(wanted, cause);
    await listen(server, '127.0.0.1', ANY_PORT);
  }
  const { port } = server.address() as AddressInfo;
  const second = create();
  const both = await listen(second, '::1', port).then(
    () => true,
    () => false,
  );
  return { port, servers: both ? [server, second] : [server] };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be used by you',
};

function notFree(port: number, cause: unknown): ParkadeError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const came = Object.hasOwn(reasons, code) ? reasons[code] : `cannot be had (${message})`;
  return invalid('--port', 'be a free port', `${port} ${came}`, 'give another one, or leave it out for any free one');
}
