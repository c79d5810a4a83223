import { describe } from 'vitest';
import { describeCommonNoise, SOME } from './common.ts';

describe('common noise, a hundred thousand paths', () => describeCommonNoise(100_000, [...SOME, [16, 1 / 32]]));
