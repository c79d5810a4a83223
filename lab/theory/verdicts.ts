/** Verdicts as people read them: a sign beside the word, for those who do not tell colours apart. Pure. */
export const signs = {
  agrees: { says: '✓ agrees', kind: 'good' },
  differs: { says: '✕ differs', kind: 'bad' },
  'not yet': { says: '… not yet', kind: 'open' },
  undecided: { says: '? undecided', kind: 'open' },
  'no claim': { says: '– no claim', kind: 'open' },
} as const;
