/** Comments are as wide as the code: a line of one has at most 120 signs, so that it is read without scrolling. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const WIDEST = 120;

/** Beside whole lines of comments, code with a comment behind it; a `//` in a text is seldom wider than that. */
const COMMENT = /^\s*(\/\/|\/\*|\*)|;\s+\/\/ /;

test(`no line with a comment in src/ is longer than ${WIDEST} signs`, () => {
  const root = new URL('../src/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.generated)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(400);
  const long = files.flatMap((file) =>
    readFileSync(new URL(file, root), 'utf8')
      .split('\n')
      .flatMap((line, i) => (COMMENT.test(line) && [...line].length > WIDEST ? [`src/${file}:${i + 1}`] : [])),
  );
  expect(long).toEqual([]);
});
