/** How numbers are written: with every digit for programs, briefly for people. */

/** The shortest text that reads back as the same double; unlike `String`, −0 keeps its sign. */
export function exact(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
