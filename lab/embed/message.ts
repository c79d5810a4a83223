/**
 * What a page that has the lab within it may say to it, by `window.postMessage`, and what it hears. Pure. docs/lab.md
 * describes it for authors of pages.
 *
 * Messages come from strangers: they are plain data, every part is checked, nothing in them is evaluated or becomes
 * markup, and each that is refused is so in a sentence.
 */

/** The version of what is said; it stands under the key `parkade` of every message. */
export const MESSAGE_VERSION = 1;
/** Characters of a link in a message: as many as `parkade/link` reads. */
export const LONGEST = 200_000;

/** What is asked. */
export type Asked =
  /** Nothing but to be told. */
  | { readonly do: 'listen' | 'play' | 'pause' | 'restart' }
  | { readonly do: 'seek'; readonly t: number }
  /** A link, or its fragment, as the address of the lab takes it. */
  | { readonly do: 'open'; readonly link: string };

/** What the page is told. */
export type Told =
  /** A run is there, from 0 to `until`. */
  | { readonly is: 'ready'; readonly until: number }
  | { readonly is: 'time'; readonly t: number; readonly playing: boolean }
  | { readonly is: 'ended'; readonly t: number }
  /** Text, not markup. */
  | { readonly is: 'refused'; readonly says: string };

/** Keys beside `parkade` and `do`, by what is asked. */
const KEYS: Readonly<Record<Asked['do'], readonly string[]>> = {
  listen: [],
  play: [],
  pause: [],
  restart: [],
  seek: ['t'],
  open: ['link'],
};

/** What a message asks, or why not, in a sentence; null for one that is not meant for the lab. */
export function heard(data: unknown): { readonly asked: Asked } | { readonly refused: string } | null {
  if (!isPlain(data) || !Object.hasOwn(data, 'parkade')) return null;
  if (data.parkade !== MESSAGE_VERSION)
    return refused('parkade', `be ${MESSAGE_VERSION}, the version of messages`, data.parkade, 'see docs/lab.md');
  const what = data.do;
  if (typeof what !== 'string' || !Object.hasOwn(KEYS, what))
    return refused('do', `be one of ${Object.keys(KEYS).join(', ')}`, what, 'choose one of them');
  const known = ['parkade', 'do', ...KEYS[what as Asked['do']]];
  const foreign = Object.keys(data).find((key) => !known.includes(key));
  if (foreign !== undefined)
    return says(`A message to ${what} should have the keys ${known.join(', ')}, but has ${quoted(foreign)}; drop it.`);
  if (what === 'seek') return soughtBy(data.t);
  if (what === 'open') return openedBy(data.link);
  return { asked: { do: what } as Asked };
}

function soughtBy(t: unknown): ReturnType<typeof heard> {
  if (typeof t === 'number' && Number.isFinite(t) && t >= 0) return { asked: { do: 'seek', t } };
  return refused('t', 'be a finite time ≥ 0', t, 'send a number of the units of t');
}

function openedBy(link: unknown): ReturnType<typeof heard> {
  if (typeof link !== 'string') return refused('link', 'be a text, such as "#eNo…"', link, 'copy a link of the lab');
  if (link.length <= LONGEST) return { asked: { do: 'open', link } };
  const came = `has ${link.length}`;
  return says(`The message's "link" should have at most ${LONGEST} characters, but ${came}; open a file in the lab.`);
}

/** An object of nothing but values of its own: not a list, not a date, not a class. */
function isPlain(data: unknown): data is Readonly<Record<string, unknown>> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const above = Object.getPrototypeOf(data);
  return above === null || Object.getPrototypeOf(above) === null;
}

function says(sentence: string): { readonly refused: string } {
  return { refused: sentence };
}

function refused(key: string, expected: string, came: unknown, advice: string): { readonly refused: string } {
  return says(`The message's "${key}" should ${expected}, but came as ${quoted(came)}; ${advice}.`);
}

/** A value as it stands in a sentence: short, and never opened further than its first level. */
function quoted(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return value === undefined ? 'nothing' : String(value).slice(0, 40);
}
