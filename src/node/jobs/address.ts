/** Where a Redis is, and who one is there. A password is never shown: whatever is printed or thrown has `shown`. */
import { invalid } from '../../core/errors.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
  /** The number of the database. */
  readonly db: number;
  /** Encrypted: rediss://. */
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  /** The address with the password hidden. */
  readonly shown: string;
}

const USUAL_PORT = 6379;
const EXPECTED = 'be the address of a Redis, like redis://host:6379/0, or rediss:// where it is encrypted';

/** Whether a text is meant as such an address; whether it is one, `redisAddress` says. */
export function looksLikeRedis(text: string): boolean {
  return /^rediss?:/i.test(text);
}

/**
 * An address read: redis://[user[:password]@]host[:port][/database]. Without a user or a password in it those of the
 * environment count, PARKADE_REDIS_USER and PARKADE_REDIS_PASSWORD, which no list of processes shows.
 * @throws ParkadeError InvalidParameter
 */
export function redisAddress(text: string, environment: NodeJS.ProcessEnv = process.env): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  const db = /^\/?(\d{0,4})$/.exec(url?.pathname ?? '');
  const plain = url !== null && url.search === '' && url.hash === '';
  if (!plain || db === null || url.hostname === '' || !/^rediss?:$/.test(url.protocol)) {
    const advice = 'write it so; a password comes from PARKADE_REDIS_PASSWORD';
    throw invalid('engine', EXPECTED, `came as "${masked(text)}"`, advice);
  }
  const username = decoded(url.username) || environment.PARKADE_REDIS_USER;
  const password = decoded(url.password) || environment.PARKADE_REDIS_PASSWORD;
  const tls = url.protocol === 'rediss:';
  const port = url.port === '' ? USUAL_PORT : Number(url.port);
  const who = username || password ? `${username ?? ''}${password ? ':***' : ''}@` : '';
  return {
    ...{ host: url.hostname.replace(/^\[|\]$/g, ''), port, db: Number(db[1]), tls },
    ...(username && { username }),
    ...(password && { password }),
    shown: `${url.protocol}//${who}${url.hostname}:${port}${db[1] === '' ? '' : `/${db[1]}`}`,
  };
}

/** A text that may hold a password, without all that stands before its last @, and cut. */
function masked(text: string): string {
  const hidden = text.replace(/^(\w{1,10}:)?.*@/s, (_, scheme: string | undefined) => `${scheme ?? ''}***@`);
  return hidden.length > 80 ? `${hidden.slice(0, 77)}…` : hidden;
}

/** What stands in an address with signs written as %40 and such. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
