/** A number with its noun as people write them: 0 steps, 1 step, 2 steps; 2 matrices where the plural is told. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
