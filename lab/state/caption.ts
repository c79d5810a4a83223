/** What the header says: of a state that was opened, as long as it is that state. Pure. */
import type { RunSpec } from 'parkade';

export interface Caption {
  readonly title: string;
  /** Of which specification it speaks. */
  readonly spec: RunSpec;
  readonly says: string;
  readonly tryThis: string;
  /** Whether the gallery does not have it, so that only an address leads back to it. */
  readonly unlisted?: boolean;
}

/** Whether a caption still speaks of a setting: tokens may have been dragged, but no key was changed. */
export function speaksOf(caption: Caption, spec: RunSpec): boolean {
  const plain = ({ edits: _, ...keys }: RunSpec & { readonly edits?: unknown }) => JSON.stringify(sorted(keys));
  return plain(caption.spec) === plain(spec);
}

function sorted(keys: object): [string, unknown][] {
  return Object.entries(keys)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
