// Rényi centers of random tokens, counted, beside what Lemma C.1 says of the strong ones.
import { initialRegistry, renyiCenters, strongRenyiCenters } from 'parkade';
import { expectedStrongCenters } from 'parkade/theory';

const [shape, delta, runs] = [{ n: 1000, d: 2 }, 0.5, 200];
let [renyi, strong] = [0, 0];
for (let seed = 1; seed <= runs; seed++) {
  const x = initialRegistry.uniform.sample({}, shape, seed);
  renyi += renyiCenters(x, shape, delta).length / runs;
  strong += strongRenyiCenters(x, shape, delta).length / runs;
}
console.log(`mean of ${runs} draws: ${renyi.toFixed(3)} Rényi centers, ${strong.toFixed(3)} strong`);
console.log(`predicted strong ones: ${expectedStrongCenters(delta / Math.PI, shape.n).toFixed(3)}`);
