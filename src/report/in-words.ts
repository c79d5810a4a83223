/** Sizes and lengths of time as people say them, with two digits. */

/** 640 B, 12 MB. */
export function bytesInWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${Number(value.toPrecision(value < 100 ? 2 : 3))} ${units[unit]}`;
}

/** 40 s, 12 min, 3 h, 2 days. */
export function timeInWords(seconds: number): string {
  const digits = (value: number) => Number(value.toPrecision(2));
  if (seconds < 120) return `${digits(seconds)} s`;
  if (seconds < 7200) return `${digits(seconds / 60)} min`;
  return seconds < 172_800 ? `${digits(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
