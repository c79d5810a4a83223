/** The little of the packages for PDF that is used here; neither brings its types. */
declare module 'pdfkit' {
  export default class PDFDocument extends NodeJS.EventEmitter {
    constructor(options: {
      readonly size: readonly [number, number];
      readonly margin: number;
      readonly info: Readonly<Record<string, string | Date>>;
    });
    registerFont(name: string, path: string): this;
    on(event: 'data', listener: (chunk: Uint8Array) => void): this;
    on(event: 'end', listener: () => void): this;
    end(): void;
  }
}

declare module 'svg-to-pdfkit' {
  export default function svgToPdf(
    document: import('pdfkit').default,
    svg: string,
    x: number,
    y: number,
    options: {
      readonly width: number;
      readonly height: number;
      /** The name of a registered font. */
      readonly fontCallback: (family: string, bold: boolean) => string;
      readonly warningCallback: (warning: string) => void;
    },
  ): void;
}
