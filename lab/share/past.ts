/** What was looked at in this browser, kept in it and nowhere else, until it is cleared. */

export interface PastRun {
  /** The fragment of its link: all that is needed to open it. */
  readonly fragment: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly when: number;
}

const DATABASE = 'parkade-lab';
const STORE = 'runs';
/** The oldest are forgotten. */
export const MOST_PAST = 60;

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(STORE, { keyPath: 'fragment' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = ask(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

/** The latest first. Empty where the browser keeps nothing. */
export async function pastRuns(): Promise<PastRun[]> {
  try {
    const all = await within('readonly', (store) => store.getAll() as IDBRequest<PastRun[]>);
    return all.filter(isPastRun).sort((a, b) => b.when - a.when);
  } catch {
    return [];
  }
}

export async function keep(run: PastRun): Promise<void> {
  try {
    await within('readwrite', (store) => store.put(run));
    for (const { fragment } of (await pastRuns()).slice(MOST_PAST))
      await within('readwrite', (store) => store.delete(fragment));
  } catch {
    // A browser that keeps nothing, or has no room: the run is in its link all the same.
  }
}

export async function clearPast(): Promise<void> {
  await within('readwrite', (store) => store.clear());
}

function isPastRun(value: PastRun): boolean {
  return typeof value?.fragment === 'string' && typeof value.title === 'string' && typeof value.when === 'number';
}
