/** The lab within another page, as HTML. Pure. */

export type EmbedLevel = 'full' | 'timeline' | 'stage';

/** Heights that suit what is shown, in CSS pixels. */
export const heights: Readonly<Record<EmbedLevel, number>> = { full: 800, timeline: 560, stage: 460 };

export interface Embedded {
  readonly address: string;
  readonly level: EmbedLevel;
  /** What is shown, in words: the title of the frame, for those who hear the page, and instead of a picture. */
  readonly title: string;
  /** The name of a picture that is shown until somebody presses it; null for the lab itself at once. */
  readonly poster: string | null;
}

/**
 * A frame that holds the lab; or one that holds a picture with a link, which leads to the lab within the same frame:
 * nothing is fetched or computed before, and no script of the page around it is needed.
 */
export function embedOf({ address, level, title, poster }: Embedded): string {
  const size = `width="100%" height="${heights[level]}" style="border:0"`;
  const holds = poster === null ? `src="${safe(address)}"` : `srcdoc="${safe(pictureOf(address, title, poster))}"`;
  return `<iframe ${holds} ${size} loading="lazy" title="${safe(title)}"></iframe>`;
}

function pictureOf(address: string, title: string, poster: string): string {
  const whole = 'display:block;width:100%;height:100vh';
  const picture = `<img src="${safe(poster)}" alt="${safe(title)}. Press to play." style="${whole};object-fit:contain">`;
  return `<body style="margin:0"><a href="${safe(address)}">${picture}</a>`;
}

/** A text that an attribute in double quotes holds as it is. */
function safe(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
