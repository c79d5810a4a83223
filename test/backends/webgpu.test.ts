/** The WebGPU backend on some random problems, and what is said where there is none. webgpu.long.ts has more problems. */
import { expect, test } from 'vitest';
import { openBackend } from '../../src/backends/open.ts';
import { resolveEquation } from '../../src/dynamics/equation.ts';
import { parkade, scratchFolder } from '../cli/parkade.ts';
import { equation } from '../support/problems.ts';
import { nodeGpu } from '../support/webgpu-node.ts';
import { describeWebgpu } from './webgpu.ts';

describeWebgpu(24);

test('auto never takes it', () => {
  expect(openBackend('auto', resolveEquation(equation({ beta: 1 }), { n: 100_000, d: 2 })).name).not.toBe('webgpu');
});

test('the command line finds a device in Node, or says in one sentence what is missing', () => {
  const flags = ['--tokens', '3', '--beta', '1', '--until', '1', '--integrator', 'rk4', '--dt', '0.5'];
  const { code, stdout, stderr } = parkade(['simulate', ...flags, '--backend', 'webgpu'], scratchFolder());
  const sentences = {
    absent:
      /"backend" webgpu should find the package webgpu in Node, but it is not installed; install it with "npm install webgpu@[\d.]+"/,
    'no adapter': /"backend" webgpu should have a WebGPU device, but WebGPU finds no adapter/,
    ready: /^simulate: /,
  };
  expect(stderr).toMatch(sentences[nodeGpu]);
  expect(code).toBe(nodeGpu === 'ready' ? 0 : 2);
  expect(stdout.includes('completed')).toBe(nodeGpu === 'ready');
});
