/** The parts of the queue that need no Redis: the book of cells, sizes of jobs, values as text, addresses, what a job may be. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, redisAddress } from '../../src/node/jobs/address.ts';
import { executorFor } from '../../src/node/jobs/engines.ts';
import { asJob, asReply, hashOf, type JobData, replyText, textOf, workOfText } from '../../src/node/jobs/job.ts';
import { ledgerOf } from '../../src/node/jobs/ledger.ts';
import { loadQueueLibrary } from '../../src/node/jobs/library.ts';
import { sizes } from '../../src/node/jobs/sizes.ts';
import { valueOfText, valueText } from '../../src/node/jobs/values.ts';
import type { KnownWork } from '../../src/node/work/kinds.ts';

const cell = (seed: number): KnownWork => ({ kind: 'parking', id: 'park', cell: { seed } });
const run = '00000000-0000-4000-8000-000000000000';
const job = (number: number) => `${run}-${number}`;

describe('the book', () => {
  const open = (length: number, maxStalls = 3, at = (index: number) => cell(index)) => {
    const settled = new Map<number, unknown>();
    const lost = new Map<number, string>();
    const ledger = ledgerOf({ length, at }, maxStalls, {
      settled(index, answer) {
        expect(settled.has(index)).toBe(false);
        settled.set(index, answer);
      },
      lost(index, why) {
        expect(settled.has(index) || lost.has(index)).toBe(false);
        lost.set(index, why);
      },
    });
    return { ledger, settled, lost };
  };
  const answered = (texts: readonly Parameters<typeof hashOf>[0][]) =>
    texts.map((text) => [hashOf(text), { value: text.cell }] as const);

  test('each cell is told once, with its own value, whatever is answered when, twice, in part, lost or died of', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.infiniteStream(fc.nat(99)), (length, chances) => {
        const chance = () => chances.next().value as number;
        const { ledger, settled, lost } = open(length, 1000);
        const out = new Map<string, ReturnType<typeof ledger.deal>>();
        let number = 0;
        for (let turn = 0; !ledger.over; turn++) {
          expect(turn).toBeLessThan(20_000);
          if (chance() < 50 || out.size === 0) {
            const id = job(number++);
            const dealt = ledger.deal(id, 4);
            if (dealt.length > 0) out.set(id, dealt);
          }
          const [id, texts] = [...out][chance() % Math.max(out.size, 1)] ?? [];
          if (id === undefined || texts === undefined) continue;
          const fate = chance();
          if (fate < 10) ledger.vanished(id);
          else if (fate < 20) ledger.heard({ job: id, ms: 0, answers: [], died: { why: 'gone' } }, 10);
          else {
            const part = fate < 40 ? texts.slice(0, texts.length >> 1) : texts;
            ledger.heard({ job: id, ms: 1, answers: answered(part) }, 10);
            if (fate > 80) ledger.heard({ job: id, ms: 1, answers: answered(part) }, 10);
          }
          // A job that is gone may still be answered later.
          if (fate >= 20 || chance() < 50) out.delete(id);
        }
        expect(lost.size).toBe(0);
        expect([...settled.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
        for (const [index, answer] of settled) expect(answer).toEqual({ value: textOf(cell(index)).cell });
      }),
      { numRuns: 60 },
    );
  });

  test('a cell that all die of is found among many and lost after so many; all others are told', () => {
    const { ledger, settled, lost } = open(2000, 3);
    let deaths = 0;
    for (let number = 0; !ledger.over; number++) {
      const texts = ledger.deal(job(number), 1);
      const poisoned = texts.some((text) => JSON.parse(text.cell).seed === 1234);
      if (poisoned) deaths++;
      const outcome = poisoned ? { answers: [], died: { why: 'out of memory' } } : { answers: answered(texts) };
      ledger.heard({ job: job(number), ms: texts.length / 10, ...outcome }, 10);
    }
    expect(settled.size).toBe(1999);
    expect([...lost]).toEqual([[1234, 'out of memory (3 times)']]);
    expect(deaths).toBeLessThanOrEqual(3 + 4); // 4096 is 8⁴
  });

  test('the same cell at two places is out once', () => {
    const { ledger, settled } = open(3, 3, () => cell(7));
    ledger.deal(job(0), 1);
    expect(ledger.deal(job(1), 1)).toEqual([]);
    ledger.heard({ job: job(0), ms: 1, answers: answered([textOf(cell(7))]) }, 10);
    expect([...settled.keys()]).toEqual([0, 1, 2]);
  });

  test('what an earlier coordinator had asked for is taken for the same cells and for no others', () => {
    const { ledger, settled } = open(4);
    const early = [2, 9].map((seed) => textOf(cell(seed)));
    ledger.heard({ job: job(99), ms: 1, answers: answered(early) }, 10);
    expect(settled.size).toBe(0);
    const dealt: string[] = [];
    for (let number = 0; number < 5; number++) dealt.push(...ledger.deal(job(number), 9).map((text) => text.cell));
    expect(dealt).toEqual([0, 1, 3].map((seed) => textOf(cell(seed)).cell));
    expect([...settled]).toEqual([[2, { value: textOf(cell(2)).cell }]]);
  });
});

test('jobs grow to half a second of work, shrink at once, and share what is left', () => {
  const size = sizes();
  const seen = [size.next(1e6, 2)];
  for (let i = 0; i < 6; i++) {
    size.heard(seen[i], seen[i], 100 * seen[i]); // 1 ms a cell
    seen.push(size.next(1e6, 2));
  }
  expect(seen).toEqual([1, 4, 16, 64, 256, 500, 500]);
  expect(size.next(10, 4)).toBe(3);
  size.heard(500, 50_000, 100);
  expect(size.next(1e6, 2)).toBe(5);
  size.heard(5, 5000, 100);
  expect(size.next(1e6, 2)).toBe(1);
});

describe('values as text', () => {
  test('numbers, arrays of numbers, undefined and strings that look like any of them come back', () => {
    const value = {
      ...{ numbers: [NaN, Infinity, -Infinity, -0, 5e-324, 0.1], words: ['NaN', '\\NaN', '-0'], none: undefined },
      ...{ arrays: [new Float64Array([NaN, -0, 1e300]), new Uint32Array([4294967295]), new Float32Array(0)] },
      nested: { '#': 'Float64Array', '##': [undefined, null], plain: true },
    };
    expect(valueOfText(valueText(value))).toStrictEqual(value);
  });

  test('any JSON comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(valueOfText(valueText(value))).toStrictEqual(value);
      }),
    );
  });

  test.each([[new Map()], [() => 1], [new Date()], [1n]])('what is no data is refused', (value) => {
    expect(() => valueText({ value })).toThrow('should be plain data');
  });

  test.each(['{"#":"Map"}', '{"#":"constructor","bytes":""}', '{"#":"Float64Array","bytes":3}'])(
    '%s is refused',
    (text) => {
      expect(() => valueOfText(text)).toThrow('nobody writes');
    },
  );
});

describe('what a job may be', () => {
  const good: JobData = {
    ...{ format: 'parkade-job', version: 1, code: 'a'.repeat(64), name: 's1', run },
    work: [textOf({ kind: 'run', id: 'run', cell: { until: Infinity, x: -0 } })],
  };

  test('one of ours, and its cell keeps every number', () => {
    expect(asJob(structuredClone(good))).toEqual(good);
    expect(workOfText(good.work[0]).cell).toStrictEqual({ until: Infinity, x: -0 });
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['text', 'rm -rf /'],
    ['another version', { ...good, version: 2 }],
    ['one key more', { ...good, out: '/etc/passwd' }],
    ['no cells', { ...good, work: [] }],
    ['a kind that nobody knows', { ...good, work: [{ ...good.work[0], kind: 'constructor' }] }],
    ['a cell that is no text', { ...good, work: [{ ...good.work[0], cell: { a: 1 } }] }],
    ['a name without an end', { ...good, name: 'x'.repeat(201) }],
    ['a run that is a path', { ...good, run: '../../tmp' }],
  ])('%s is none', (_, data) => {
    expect(asJob(data)).toBeNull();
  });

  test('a reply is of the same strictness', () => {
    const reply = {
      job: job(3),
      ms: 1.5,
      answers: [['0'.repeat(32), { value: { xs: new Float64Array([1]) } }]] as const,
    };
    expect(asReply(replyText(reply))).toEqual(reply);
    for (const bad of [
      { ...reply, job: '../x-1' },
      { ...reply, ms: -1 },
      { ...reply, extra: 1 },
    ]) {
      expect(asReply(replyText(bad))).toBeNull();
    }
    expect([asReply('not JSON'), asReply('{}'), asReply('{"#":"Map"}')]).toEqual([null, null, null]);
  });

  test('cells that differ in one number differ in their hash', () => {
    expect(hashOf(textOf(cell(1)))).toBe(hashOf(textOf(cell(1))));
    expect(new Set([1, 2, -0, 0].map((seed) => hashOf(textOf(cell(seed))))).size).toBe(4);
  });
});

describe('addresses', () => {
  test.each<[string, NodeJS.ProcessEnv, Partial<Address>]>([
    ['redis://host', {}, { host: 'host', port: 6379, db: 0, tls: false, shown: 'redis://host:6379' }],
    [
      'rediss://u:p%40ss@h:1/2',
      {},
      { username: 'u', password: 'p@ss', db: 2, tls: true, shown: 'rediss://u:***@h:1/2' },
    ],
    ['redis://h', { PARKADE_REDIS_PASSWORD: 's' }, { password: 's', shown: 'redis://:***@h:6379' }],
    ['redis://[::1]:7', { PARKADE_REDIS_USER: 'me' }, { host: '::1', username: 'me', shown: 'redis://me@[::1]:7' }],
  ])('%s', (text, environment, expected) => {
    expect(redisAddress(text, environment)).toMatchObject(expected);
  });

  test.each([
    'redis://',
    'redis:secret@host',
    'redis://u:secret@h:99999',
    'redis://u:secret@h/x/y',
    'redis://:secret@h?a=b',
  ])('%s is refused in one sentence without what may be a password', (text) => {
    let message = '';
    try {
      redisAddress(text, {});
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(
      /^"engine" should be the address of a Redis, like redis:\/\/host:6379\/0, .* but came as "/,
    );
    expect(message).not.toContain('secret');
  });

  test('words that are no engine', async () => {
    const options = { name: 'x', told: () => {} };
    await expect(executorFor('cluster', options)).rejects.toThrow('"--engine" should be one of local, redis://…');
    await expect(executorFor('http://u:secret@h', options)).rejects.not.toThrow('secret');
    await expect(executorFor('local', { ...options, results: '/tmp' })).rejects.toThrow('"--results" should');
  });
});

test.each(['bullmq', 'ioredis'])('without %s one sentence says how to install both', async (name) => {
  const load = (other: string) => {
    if (other !== name) return import(other);
    return Promise.reject(Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' }));
  };
  await expect(loadQueueLibrary(load)).rejects.toThrow(
    `"engine" redis should find the package ${name}, but it is not installed; install both with "npm install bullmq@6.7.0 ioredis@6.0.0".`,
  );
});
