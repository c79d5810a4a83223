import { describe } from 'vitest';
import { describeCommonNoise } from './common.ts';

describe('common noise, a hundred thousand paths', () => describeCommonNoise(100_000));
