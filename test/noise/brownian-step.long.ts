import { describe } from 'vitest';
import { describeFreeMotion } from './brownian-step.ts';

describe('free tokens, a hundred thousand of them', () => describeFreeMotion(100_000));
