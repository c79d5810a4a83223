import { test } from 'vitest';
import { meanParked, varianceParked, PARKING_VARIANCE } from '../../src/theory/parking.ts';
import { circleCenters, coverage } from '../../src/theory/circle-centers.ts';
import { cosineAt, timeBetween, clock } from '../../src/theory/two-tokens.ts';
test('x', () => {
  const t0 = performance.now();
  for (const x of [2,2.5,3,4,5,6,8,10,20,27.9,28,1e6]) console.log(x, meanParked(x), varianceParked(x), varianceParked(x)/(x+1)-PARKING_VARIANCE);
  console.log(performance.now()-t0);
  console.log(circleCenters(.5), coverage(15.9155), coverage(39.999999)-coverage(40.000001));
  for (const C of [2.5,3,4,5,6]) console.log(C, circleCenters(2*Math.PI/C));
  for (const [u0,t,b] of [[0.3,1,2],[-.9,10,5],[0.2,1e5,20],[.3,-2,4],[-.5,1e-9,1],[0.5,1e200,500],[-.99,1e300,360],[.9,1e-5,1e4], [0.3,100,1]]) { const u=cosineAt(t,u0,b); console.log(u0,t,b,u,u!==u0? timeBetween(u0,u,b)/t-1:0, clock(u,b)-clock(u0,b)); }
});
