import { describe } from 'vitest';
import { describeEquilibria, describeHysteresis } from './equilibria.ts';

describe('at equilibrium, over a hundred thousand draws', () => describeEquilibria({ tokens: 4000, times: 400 }));

describe('hysteresis under USA', () => describeHysteresis(4000, 200));
