/** jax-js on its WebAssembly backend, one thread, float32, compiled with jit: scores, mask, softmax, product. */
import { readFileSync } from 'node:fs';
import { defaultDevice, init, jit, nn, numpy as np } from '@jax-js/jax';
import { NotCovered, readNumbers, serve } from '../dist/serve.js';

await init('wasm');
const device = defaultDevice('wasm');
const { version } = JSON.parse(readFileSync(new URL('node_modules/@jax-js/jax/package.json', import.meta.url), 'utf8'));

/** jax-js frees an argument once it is used; .ref keeps one more use. */
function attention(x, mask, beta) {
  const weights = nn.softmax(np.matmul(x.ref, np.transpose(x.ref)).mul(beta).add(mask), 1);
  const pull = np.matmul(weights, x.ref);
  const along = pull.ref.mul(x.ref).sum(1, { keepdims: true });
  return pull.sub(along.mul(x));
}

function prepare(words) {
  if (words.matrix || words.value) throw new NotCovered('written for Q = K = V = I');
  const [n, d, beta] = [Number(words.n), Number(words.d), Number(words.beta)];
  const x = np.array(Float32Array.from(readNumbers(words.tokens))).reshape([n, d]);
  const mask = np
    .array(Float32Array.from({ length: n * n }, (_, i) => (i % n <= Math.floor(i / n) ? 0 : -1e30)))
    .reshape([n, n]);
  const compute = jit((tokens, hidden) => attention(tokens, hidden, beta));
  const result = () => compute(x.ref, mask.ref).dataSync();
  return { field: () => void result(), result };
}

await serve({ version: `jax-js ${version}, ${device}`, prepare });
