/**
 * Keeps one release of the lab for use without a connection, and gives that one to its pages.
 *
 * No page ever sees files of two releases: a release is fetched whole, every file compared with its hash, before it is
 * there at all; a page gets files of the release that it came with; and a newer one waits until all pages of the lab
 * are closed, or the only one asks for it. Nothing but the files of the list is ever kept or given.
 */
import { cacheFamily, type Kept, nameIn } from './kept.ts';

/** Written in front of this file by the build. */
declare const KEPT: Kept;

const worker = self as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;
const family = cacheFamily(scope);
const own = family + KEPT.release;
/** Files that are fetched at once: it is the page that is in use, not this. */
const LANES = 4;

worker.addEventListener('install', (event) => event.waitUntil(fetchAll()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  const name = method === 'GET' ? nameIn(KEPT, scope, url) : null;
  if (name !== null) event.respondWith(given(name, event.request));
});
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(takeOverIfAlone(event.source));
});

/** The page comes first: where a host changes what it serves, that is known after one file, and nothing is kept. */
async function fetchAll(): Promise<void> {
  const cache = await caches.open(own);
  await fetchOne(cache, '');
  const names = Object.keys(KEPT.files);
  const lane = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) await fetchOne(cache, name);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** What was fetched before the connection broke is not fetched again. */
async function fetchOne(cache: Cache, name: string): Promise<void> {
  const address = new URL(name, scope).href;
  if (await cache.match(address, { ignoreVary: true })) return;
  const named = name.startsWith('assets/'); // by its content
  const answer = await fetch(address, { cache: named ? 'default' : 'no-cache' });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || (await sha256Of(bytes)) !== KEPT.files[name])
    throw new Error(`"${name}" should be that of release ${KEPT.release}, but is another: it is tried again later.`);
  await cache.put(address, new Response(bytes, { headers: headersOf(answer) }));
}

/** A new answer, since pages refuse one that came by a detour; without what was true on the way only. */
function headersOf(answer: Response): Headers {
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  return headers;
}

async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(family) && name !== own).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** A browser that needed the room may have dropped it: then it is the network's again. */
async function given(name: string, request: Request): Promise<Response> {
  const address = new URL(name, scope).href;
  return (await caches.match(address, { cacheName: own, ignoreVary: true })) ?? fetch(request);
}

/** Another page of the lab would be left with the files of a release that is gone. */
async function takeOverIfAlone(asking: Client | ServiceWorker | MessagePort | null): Promise<void> {
  const all = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (all.filter(({ url }) => url.startsWith(scope)).length <= 1) await worker.skipWaiting();
  else asking?.postMessage('not alone');
}
