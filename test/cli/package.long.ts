/** npm installs the published package, with its dependencies, into an empty folder. */
import { expect, test } from 'vitest';
import { expectPackageWorks, npm, packed } from './package.ts';

test('npm pack, npm install, then a five-line example and a simulation', () => {
  const { folder, tarball } = packed();
  expect(npm(['install', '--no-audit', '--no-fund', tarball], folder)).toMatchObject({ status: 0 });
  expectPackageWorks(folder);
});
