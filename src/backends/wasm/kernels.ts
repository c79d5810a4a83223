/** What the compiled kernels export (assembly/index.ts); all numbers but row indices are addresses. */
export interface Kernels {
  normalize(parameters: number, x: number): void;
  direct(parameters: number, from: number, to: number, out: number): void;
  blocked(parameters: number, workspace: number, from: number, to: number, out: number): void;
  blockedSingle(parameters: number, workspace: number, from: number, to: number, out: number): void;
  lowSingle(parameters: number, room: number, from: number, to: number, out: number): void;
  directRow(parameters: number, k: number, out: number): void;
  exponentials(v: number, count: number, natural: number, to: number): void;
  exponentialsSingle(u: number, count: number, to: number): void;
}
