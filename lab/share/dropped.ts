/** The files of a drop. Of folders, those directly in them. */

/** More than any folder of a run or a sweep holds. */
const MOST_FILES = 1000;

/** What a drop holds has to be asked for at once: it is gone when the event is over. */
export async function filesOf(transfer: DataTransfer | null): Promise<readonly File[]> {
  if (transfer === null) return [];
  const files = [...transfer.files];
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  const folders = entries.filter((entry): entry is FileSystemDirectoryEntry => entry.isDirectory);
  if (folders.length === 0) return files;
  const within = await Promise.all(folders.map(filesIn));
  const names = new Set(folders.map(({ name }) => name));
  return [...files.filter(({ name }) => !names.has(name)), ...within.flat()];
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const found: FileSystemFileEntry[] = [];
  while (found.length < MOST_FILES) {
    // A browser gives them a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...some.filter((entry): entry is FileSystemFileEntry => entry.isFile));
  }
  return Promise.all(found.map((entry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))));
}
