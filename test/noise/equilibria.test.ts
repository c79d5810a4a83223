import { describe } from 'vitest';
import { describeEquilibria } from './equilibria.ts';

describe('at equilibrium, some draws', () => describeEquilibria({ tokens: 150, times: 100 }));
