/** Formats that `parkade draw` writes. Light to load: its help names them. To add a format: one entry. */
import type { Awaitable } from '../../core/state.ts';
import type { Drawable, Figure, FigureOptions, Moving } from '../../figures/index.ts';
import type { Rendering } from './render.ts';

/** What a still picture is made of. */
interface Still {
  readonly look: Rendering;
  /** Made when asked for. */
  figure(): Figure;
}

/** What is to be drawn: a still picture is made of the figure, one that moves of the run itself. */
interface Picture extends Still {
  readonly result: Drawable;
  readonly options: FigureOptions;
  /** The tokens in motion, made when asked for. */
  moving(): Moving;
  /** Told how far work is that takes long. */
  told(share: number, text: string): void;
}

export interface PictureFormat {
  /** What it is, for the help. */
  readonly title: string;
  /** Whether it shows the tokens in motion, instead of a figure. */
  readonly moves?: true;
  /** Refuses what cannot be made on this machine, before any work. */
  require?(): Awaitable<void>;
  make(picture: Picture): Awaitable<string | Uint8Array>;
  /** Letters of a text that no font has which it can use; by default none. */
  lacking?(text: string): Awaitable<readonly string[]>;
}

export const pictureFormats = {
  svg: {
    title: 'scales to any size',
    make: async ({ figure, look }: Still) => (await import('./render.ts')).renderSvg(figure(), look),
  },
  png: {
    title: 'pixels, two a unit of width',
    async make({ figure, look }: Still) {
      const { renderPng, renderSvg } = await import('./render.ts');
      return renderPng(renderSvg(figure(), look));
    },
    lacking: async (text) => (await import('./system-fonts.ts')).letteringOf(text).lacking,
  },
  pdf: {
    title: 'for papers, with its fonts embedded',
    make: async ({ figure, look }: Still) => (await import('./pdf.ts')).renderPdf(figure(), look),
    lacking: async (text) => (await import('./system-fonts.ts')).lettersBeyond(text),
  },
  gif: {
    title: 'moves, everywhere',
    moves: true,
    make: async ({ moving, look, told }) => (await import('./animation/gif.ts')).gifOf(moving(), look, told),
  },
  mp4: {
    title: 'a film, where ffmpeg is installed',
    moves: true,
    require: async () => (await import('./animation/film.ts')).requireFfmpeg(),
    make: async ({ moving, look, told }) => (await import('./animation/film.ts')).filmOf(moving(), look, told),
  },
  html: {
    title: 'a page that moves, with a slider',
    moves: true,
    make: async ({ moving, look, told }) => (await import('./animation/page.ts')).pageOf(moving(), look, told),
  },
} as const satisfies Readonly<Record<string, PictureFormat>>;

export type PictureFormatName = keyof typeof pictureFormats;

/** Those of pictures that stand still. */
export const stillFormats = ['svg', 'png', 'pdf'] as const satisfies readonly PictureFormatName[];
