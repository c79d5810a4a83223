/** TensorFlow.js on its WebAssembly backend, one thread, float32: scores, mask, softmax, product. */
import { createRequire } from 'node:module';
import { readNumbers, serve } from '../dist/serve.js';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core');
const { setThreadsCount, version_wasm: version } = require('@tensorflow/tfjs-backend-wasm');
setThreadsCount(1);
await tf.setBackend('wasm');

function prepare(words) {
  const [n, d, beta] = [Number(words.n), Number(words.d), Number(words.beta)];
  const matrixOf = (path) => path && tf.tensor2d(Float32Array.from(readNumbers(path)), [d, d]);
  const x = tf.tensor2d(Float32Array.from(readNumbers(words.tokens)), [n, d]);
  const matrix = matrixOf(words.matrix);
  const value = matrixOf(words.value);
  const mask = tf.tidy(() => tf.mul(tf.sub(tf.linalg.bandPart(tf.ones([n, n]), -1, 0), 1), 1e30));
  const compute = () =>
    tf.tidy(() => {
      const query = matrix ? tf.matMul(x, matrix) : x;
      const values = value ? tf.matMul(x, value, false, true) : x;
      const weights = tf.softmax(tf.add(tf.mul(tf.matMul(query, x, false, true), beta), mask));
      const pull = tf.matMul(weights, values);
      return tf.sub(pull, tf.mul(tf.sum(tf.mul(pull, x), 1, true), x));
    });
  const result = () => {
    const field = compute();
    const numbers = field.dataSync(); // waits until it is there
    field.dispose();
    return numbers;
  };
  return { field: () => void result(), result, release: () => tf.dispose([x, mask, matrix, value].filter(Boolean)) };
}

await serve({ version: `TensorFlow.js ${version}, backend ${tf.getBackend()}`, prepare });
