/** What keys are called in a form, where the key itself says too little. */

const names: Readonly<Record<string, string>> = {
  beta: 'inverse temperature',
  seed: 'seed of the tokens',
  initial: 'initial law',
  dynamics: 'equation',
  kappa: 'noise of each token',
  commonKappa: 'noise in common',
  noiseSeed: 'seed of the noise',
  until: 'end',
  saveAt: 'saved times',
  rtol: 'relative tolerance',
  atol: 'absolute tolerance',
  dt: 'fixed step',
  merge: 'merge tokens that stay together',
  maxSteps: 'most steps',
  delta: 'separation of centers',
  threshold: 'distance within a cluster',
  radius: 'radii of capture',
  events: 'find events',
  certify: 'certify events',
  observe: 'measurements',
  costs: 'unit costs',
  layerTime: 'time of a layer',
  mlpWidth: 'neurons',
  mlpIn: 'weights in',
  mlpInBias: 'biases in',
  mlpOut: 'weights out',
  mlpOutBias: 'biases out',
  mlpGain: 'gain of the perceptron',
  alpha: 'step size',
};

/** In a few words, lower case: the words of the key itself for a key that has no other name. */
export function nameOf(key: string): string {
  if (Object.hasOwn(names, key)) return names[key];
  return key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
