import { describeWebgpu } from './webgpu.ts';

describeWebgpu(180, true);
