/** What the compiled kernels export (assembly/index.ts); all numbers but row indices are addresses. */
export interface Kernels {
  normalize(parameters: number, x: number): void;
  direct(parameters: number, from: number, to: number, out: number): void;
  blocked(parameters: number, workspace: number, from: number, to: number, out: number): void;
  directRow(parameters: number, k: number, out: number): void;
  /** Of d = 3; `settings` is the address of a SphereHarmonics. */
  sphereHarmonics(settings: number, from: number, to: number, out: number): void;
}
