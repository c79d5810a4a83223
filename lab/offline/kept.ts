/** Which files of the lab are kept for use without a connection, and which request is for one of them. Pure. */

/** What the build writes in front of the service worker. */
export interface Kept {
  /** Of all files together: another one for every release. */
  readonly release: string;
  /** SHA-256 of every built file, in hexadecimal digits, by its path in the folder; the page itself is ''. */
  readonly files: Readonly<Record<string, string>>;
}

/** The path of a kept file that an address means; null for whatever else there is, which is left to the network. */
export function nameIn({ files }: Kept, scope: string, address: string): string | null {
  const [plain] = address.split('#');
  if (!plain.startsWith(scope)) return null;
  const path = plain.slice(scope.length);
  // Words behind a question mark mean nothing to a page that no server makes.
  if (/^(index\.html)?(\?.*)?$/s.test(path)) return '';
  return Object.hasOwn(files, path) ? path : null;
}

/** Caches of one folder's lab; several labs may live at one host. */
export function cacheFamily(scope: string): string {
  return `parkade-lab ${new URL(scope).pathname} `;
}
