/** A module and everything it imports as files for a browser, in memory. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>
<script type="module">globalThis.page = await import('./page.js');</script>`;

/** @param entry a TypeScript module; its exports become `globalThis.page` */
export async function bundle(entry: URL): Promise<Map<string, string | Uint8Array>> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(entry), formats: ['es'], fileName: () => 'page.js' },
    },
  });
  if (!Array.isArray(result)) throw new Error('one build was expected');
  const files = result[0].output.map(
    (file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const,
  );
  return new Map<string, string | Uint8Array>([['index.html', PAGE], ...files]);
}
