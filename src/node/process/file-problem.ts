/** What file systems refuse, told as a sentence. */
import { relative } from 'node:path';
import { type ParkadeError, unreadable } from '../../core/errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EFBIG: 'it would be larger than files may be there',
  EEXIST: 'it exists already',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  ENXIO: 'it is a socket or a device that nobody serves',
  EMFILE: 'too many files are open',
  EIO: 'the disk does not answer',
};

/**
 * A file of a draft as a person will know it: a name relative to where one is, in the folder that it is to appear in.
 */
function withoutDraft(path: string): string {
  const DRAFT = /(^|[\\/])\.([^\\/]+)\.tmp-parkade-[^\\/]+/;
  return DRAFT.test(path) ? relative(process.cwd(), path.replace(DRAFT, '$1$2')) : path;
}

/** @param expected what stands after "should", such as "be a file that can be read" */
export function fileProblem(path: string, expected: string, cause: unknown): ParkadeError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const came = (code && reasons[code]) ?? (cause instanceof Error ? cause.message : String(cause));
  return unreadable(withoutDraft(path), expected, came, 'check the path', cause);
}
