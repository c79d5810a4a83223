/** Sets of tokens that are joined one by one. */
export interface UnionFind {
  /** The first token of the set. */
  find(i: number): number;
  unite(i: number, j: number): void;
}

export function unionFind(n: number): UnionFind {
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  function find(i: number): number {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }
  /** The smaller index stays the root, so that a set is known by its first token. */
  function unite(i: number, j: number): void {
    const [a, b] = [find(i), find(j)];
    if (a < b) parent[b] = a;
    else if (b < a) parent[a] = b;
  }
  return { find, unite };
}
