import { test } from 'vitest';
import { uniform } from '../../src/initial/uniform.ts';
import { vonMisesFisher } from '../../src/initial/von-mises-fisher.ts';
import { strongRenyiCenters } from '../../src/analysis/renyi-centers.ts';
import { varianceStrongCenters } from '../../src/theory/strong-center-variance.ts';
import { capMeasure, logCapMeasure } from '../../src/theory/cap-measure.ts';
import { expectedStrongCenters, meanStrongIndex } from '../../src/theory/strong-centers.ts';
import { expectedStrongCentersOnCircle, expectedStrongCentersVonMisesFisher } from '../../src/theory/strong-centers-of-laws.ts';
import { cosineAt, timeBetween, clock } from '../../src/theory/two-tokens.ts';
import { summary } from '../support/numeric.ts';
import { readFileSync } from 'node:fs';
const golden = JSON.parse(readFileSync(new URL('../golden/special-functions.json', import.meta.url), 'utf8'));
test('x', () => {
  for (const [u0,t,b] of [[0.3,1,2],[-.9,10,5],[0.2,1e5,20],[.3,-2,4],[-.5,1e-9,1],[0.5,1e200,500],[-.99,1e300,360],[.9,1e-5,1e4], [0.3,100,1],[.9999,-1e4,3],[.2,5e200,600],[.2,-5,600]]) { const u=cosineAt(t,u0,b); console.log(u0,t,b,u,u!==u0? timeBetween(u0,u,b)/t-1:0, clock(u,b)-clock(u0,b)); }
  let w=0, at; for (const [dl,d,v] of golden.logCapMeasure) { const e=Math.abs(logCapMeasure(dl,d)/v-1); if(!(e<=w)){w=e;at=[dl,d,v]} } console.log('cap', w, at);
  for (const [d,delta,n] of [[2,.5,200],[3,1,400],[4,.8,200],[2,2.5,40],[3,2.2,30],[3,.6,10],[8,1.2,300]]) {
    const p=capMeasure(delta,d);
    const runs=1500;
    const c=Array.from({length:runs},(_,i)=>strongRenyiCenters(uniform.sample({}, {n,d}, 1000+i), {n,d}, delta).length);
    const s=summary(c);
    const t0=performance.now();
    const v=varianceStrongCenters(delta,d,n), vi=varianceStrongCenters(delta,d,Infinity);
    console.log(d,delta,n,'mean',(s.mean-expectedStrongCenters(p,n))/s.error, 'var', s.deviation**2, v, vi, performance.now()-t0);
  }
  console.log((4*Math.log(4/3)-1)/(.5/Math.PI));
  let t0=performance.now();
  console.log(expectedStrongCentersOnCircle(()=>3,.5,Infinity), 2*Math.PI, performance.now()-t0);
  t0=performance.now();
  const k=4; console.log(expectedStrongCentersOnCircle((x)=>Math.exp(k*Math.cos(x)),.5,Infinity),expectedStrongCentersOnCircle((x)=>Math.exp(k*Math.cos(x)),.5,50), performance.now()-t0);
  t0=performance.now();
  console.log(expectedStrongCentersVonMisesFisher(k,.5,2,Infinity), expectedStrongCentersVonMisesFisher(k,.5,2,50), performance.now()-t0);
  for (const [d,kappa,delta,n] of [[2,4,.5,50],[3,10,.4,100],[5,3,.9,100],[3,200,.05,100]]) {
    t0=performance.now();
    const m=expectedStrongCentersVonMisesFisher(kappa,delta,d,n), z=expectedStrongCentersVonMisesFisher(0,delta,d,n)/expectedStrongCenters(capMeasure(delta,d),n)-1;
    t0=performance.now()-t0;
    const dir=[Array.from({length:d},(_,i)=>i===0?1:0)];
    const s=summary(Array.from({length:1500},(_,i)=>strongRenyiCenters(vonMisesFisher.sample({directions:dir,concentration:kappa}, {n,d}, 1000+i), {n,d}, delta).length));
    console.log(d,kappa,delta,n,m,(s.mean-m)/s.error,z,t0, expectedStrongCentersVonMisesFisher(kappa,delta,d,Infinity));
  }
  console.log(meanStrongIndex(.1,5), [1,2,3,4,5].reduce((a,k)=>a+k*.9**(k-1),0)/[1,2,3,4,5].reduce((a,k)=>a+.9**(k-1),0), meanStrongIndex(1e-9,1000), meanStrongIndex(.02,30),meanStrongIndex(.0200001,30), meanStrongIndex(.5,1));
  console.log(expectedStrongCentersVonMisesFisher(2000,.3,3,Infinity), expectedStrongCentersVonMisesFisher(5,.3,400,Infinity));
});
