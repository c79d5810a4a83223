/** What the compiled kernels export (assembly/index.ts); all numbers but row indices are addresses. */
export interface Kernels {
  normalize(parameters: number, x: number): void;
  direct(parameters: number, from: number, to: number, out: number): void;
  circleHarmonics(parameters: number, sums: number, from: number, to: number, out: number): void;
  local(parameters: number, cells: number, from: number, to: number, out: number): void;
}
