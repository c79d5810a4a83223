import { expect, test } from 'vitest';
import {
  allTokens,
  listed,
  percent,
  placeOf,
  radians,
  short,
  shortExponential,
  sphereName,
} from '../../src/commentary/wording.ts';

test('numbers as people read them', () => {
  expect([0, 1, 0.125, 18.93, -2.5, 3.14159e7, 1e-5, 1e6, 999_999].map(short)).toEqual([
    ...['0', '1', '0.125', '18.9', '−2.5', '3.14·10⁷', '10⁻⁵', '10⁶', '10⁶'],
  ]);
  expect([0, Math.log(30), Math.log(3e7), 128, 5000].map(shortExponential)).toEqual([
    '1',
    '30',
    '10⁷',
    '10⁵⁶',
    '10²¹⁷¹',
  ]);
  expect([radians(0), radians(1e-12), radians(0.5)]).toEqual(['0 rad', 'less than 10⁻⁹ rad', '0.5 rad']);
});

test('shares are all or none only where they are', () => {
  expect([percent(0, 200), percent(1, 1000), percent(100, 200), percent(199, 200), percent(200, 200)]).toEqual([
    ...['0 %', 'less than 1 %', '50 %', 'more than 99 %', '100 %'],
  ]);
});

test('places and names', () => {
  expect(placeOf(Float64Array.of(1, 0, 0, -1), 1, { d: 2 })).toBe('4.71 rad');
  expect(placeOf(Float64Array.of(0, -1, 0), 0, { d: 3 })).toBe('(0, −1, 0)');
  expect(placeOf(new Float64Array(4), 0, { d: 4 })).toBe('');
  expect([allTokens(1), allTokens(2), allTokens(9)]).toEqual(['the only token', 'both tokens', 'all 9 tokens']);
  expect([sphereName(2), sphereName(3), sphereName(8)]).toEqual([
    'the circle',
    'the sphere',
    'the sphere of dimension 7',
  ]);
  expect([listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['a', 'a, b and c']);
});
