/** Which requests are refused before anything is looked up, and with which words. */
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: number;
  /** A sentence for who reads the answer. It repeats nothing of the request. */
  readonly says: string;
}

/** Names of this machine for itself. A name of somebody else's that is made to mean 127.0.0.1 is none of them. */
const NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const METHODS = ['GET', 'HEAD'];
/** Signs of a path with its query. The lab's own are shorter than a hundred. */
const LONGEST_TARGET = 2048;
/** Browsers leave the port of plain HTTP out. */
const USUAL_PORT = 80;

/** The values of the Host header under which a server at that port answers. */
export function ownHosts(port: number): readonly string[] {
  const named = NAMES.map((name) => `${name}:${port}`);
  return port === USUAL_PORT ? [...NAMES, ...named] : named;
}

/** Why a request that came at that port is refused; null where it may be looked at. */
export function refusalOf(request: IncomingMessage, port: number): Refusal | null {
  return (
    wrongHost(request, port) ??
    fromElsewhere(request) ??
    outliving(request) ??
    wrongMethod(request) ??
    withBody(request) ??
    wrongTarget(request)
  );
}

/** A page elsewhere whose name was made to mean this machine (DNS rebinding) would be one with the lab to a browser. */
function wrongHost({ headersDistinct }: IncomingMessage, port: number): Refusal | null {
  const hosts = headersDistinct.host ?? [];
  if (hosts.length === 1 && ownHosts(port).includes(hosts[0].toLowerCase())) return null;
  const known = ownHosts(port).join(', ');
  return { status: 403, says: `This server answers to ${known}, and to no other name or port.` };
}

/** Scripts and frames of other pages; a link that somebody follows is welcome. */
function fromElsewhere({ headersDistinct }: IncomingMessage): Refusal | null {
  const refusal = { status: 403, says: 'This server answers its own pages, not those of others.' };
  const [host] = headersDistinct.host ?? [];
  const origins = headersDistinct.origin ?? [];
  if (origins.some((origin) => origin.toLowerCase() !== `http://${host.toLowerCase()}`)) return refusal;
  const one = (name: string) => headersDistinct[name]?.join() ?? '';
  const own = ['', 'none', 'same-origin'].includes(one('sec-fetch-site'));
  const followed = one('sec-fetch-mode') === 'navigate' && one('sec-fetch-dest') === 'document';
  return own || followed ? null : refusal;
}

/** A service worker, which a browser would keep: it would answer here for a server of another version or program. */
function outliving({ headersDistinct }: IncomingMessage): Refusal | null {
  const asked =
    headersDistinct['service-worker'] !== undefined || headersDistinct['sec-fetch-dest']?.includes('serviceworker');
  return asked ? { status: 403, says: 'This server gives out nothing that stays when it has ended.' } : null;
}

function wrongMethod({ method }: IncomingMessage): Refusal | null {
  return METHODS.includes(method ?? '')
    ? null
    : { status: 405, says: `This server knows ${METHODS.join(' and ')} only.` };
}

function withBody({ headers }: IncomingMessage): Refusal | null {
  const length = headers['content-length'] ?? '0';
  if (length === '0' && headers['transfer-encoding'] === undefined) return null;
  return { status: 400, says: 'This server takes requests without a body.' };
}

/** Browsers ask for a path of this server; a whole address is for proxies. */
function wrongTarget({ url = '' }: IncomingMessage): Refusal | null {
  if (url.length > LONGEST_TARGET)
    return { status: 414, says: `This server takes paths of at most ${LONGEST_TARGET} signs.` };
  return url.startsWith('/') ? null : { status: 400, says: 'This server takes paths that begin with a slash.' };
}
