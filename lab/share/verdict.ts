/** Whether what was computed here is what the author of a link saw, to the last bit. Pure. */

export interface Expected {
  readonly sha256: string;
  /** The parkade that wrote the link. */
  readonly parkade: string;
  readonly backend: string;
}

export interface Verdict {
  readonly kind: 'identical' | 'not verifiable' | 'different';
  readonly says: string;
}

export function verdictOf(
  expected: Expected,
  found: { readonly sha256: string; readonly backend: string },
  version: string,
): Verdict {
  const { sha256, parkade, backend } = expected;
  if (found.sha256 === sha256) return { kind: 'identical', says: 'Identical to the author’s, bit by bit.' };
  if (found.backend !== backend) {
    const says = `Shown, not verifiable here: the author’s was computed by ${backend}, this one by ${found.backend}.`;
    return { kind: 'not verifiable', says };
  }
  if (parkade !== version) {
    const says = `Shown, not verifiable here: the link was made by parkade ${parkade}, this page is of ${version}.`;
    return { kind: 'not verifiable', says };
  }
  const says =
    'Not the author’s: the same setting gave other numbers here. The link was changed, or one of the two engines is wrong.';
  return { kind: 'different', says };
}

/** What is said of two settings of one link: the same once where it is the same; null while one is being computed. */
export function jointVerdict(a: Verdict | null, b: Verdict | null): Verdict | null {
  if (a === null || b === null) return null;
  if (a.says === b.says) return { kind: a.kind, says: `A and B: ${a.says}` };
  const kind = [a, b].find((one) => one.kind === 'different')?.kind ?? 'not verifiable';
  return { kind, says: `A: ${a.says} B: ${b.says}` };
}
