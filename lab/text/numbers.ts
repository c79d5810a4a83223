/** Numbers as people read them. Pure. */

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

/** 10⁻⁵ is 10 and this of −5. */
export function superscript(exponent: number): string {
  return [...String(exponent)].map((sign) => SUPERSCRIPTS[sign]).join('');
}

/** 12.3, 1,234, 5.6·10²¹: three digits or so. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e6 || size < 1e-3)) {
    const [mantissa, exponent] = value.toExponential(1).split('e');
    return `${mantissa}·10${superscript(Number(exponent))}`;
  }
  return size >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** With a minus sign rather than a hyphen: for reading, not for fields. */
export function signedText(value: number): string {
  return numberText(value).replace(/^-/, '−');
}

/** A time: as many decimals as it moves by while playing. */
export function timeText(t: number): string {
  const size = Math.abs(t);
  return (size < 100 ? t.toFixed(2) : size < 1000 ? t.toFixed(1) : numberText(t)).replace(/^-/, '−');
}
