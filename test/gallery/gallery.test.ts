/** The gallery: a telling state for every preset, whose run can be made, and whose sentences are true of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { figureRegistry } from '../../src/figures/index.ts';
import { firstSight, gallery, type TellingState } from '../../src/gallery/index.ts';
import { presetRegistry, type RunPreset } from '../../src/presets/index.ts';
import { prepareRun } from '../../src/run/prepare.ts';

const states = gallery.flatMap((group) => group.states);

test('every preset has one state, and no state is without a preset', () => {
  expect(states.map(({ id }) => id).sort()).toEqual(Object.keys(presetRegistry).sort());
  expect(new Set(gallery.map(({ title }) => title)).size).toBe(gallery.length);
  expect(states).toContain(firstSight);
});

describe.each(states)('$id', (state: TellingState) => {
  test('its run can be prepared, and is small enough to be made in a page', () => {
    const { problem, spec } = prepareRun(state.spec);
    expect(problem.shape.n * problem.shape.d).toBeLessThanOrEqual(4096);
    expect(state.at ?? 0).toBeLessThanOrEqual(spec.until);
    // What happens is asked for where a question or a view is about it.
    const tells = state.guess?.kind === 'collapse' || (state.views ?? []).includes('tree');
    if (tells) expect(spec.events).toBe(true);
  });

  test('it says in a few words what is seen, and one thing to try, of the same paper as its preset', () => {
    expect(state.says).toMatch(/^[A-Z].*\.$/);
    expect(state.says.length).toBeLessThanOrEqual(190);
    expect(state.tryThis).toMatch(/^[A-Z].*[.?]$/);
    expect(state.tryThis.length).toBeLessThanOrEqual(100);
    expect(state.title.length).toBeLessThanOrEqual(48);
    const [paper] = /arXiv:\d{4}\.\d{5}/.exec(state.source) ?? [];
    expect(presetRegistry[state.id].source).toContain(paper);
  });

  test('where its sentence says of how many runs it is one, the preset makes as many', () => {
    const [, count] = /([\d,]+) runs/.exec(state.says) ?? [];
    if (count === undefined) return;
    const preset = presetRegistry[state.id];
    const runs = (preset as RunPreset).runs ?? Number(/([\d,]+) runs/.exec(preset.title)?.[1].replace(',', ''));
    expect(runs).toBe(Number(count.replace(',', '')));
  });
});

describe('small pictures', () => {
  const folder = resolve(import.meta.dirname, '../../lab/public/thumbnails');
  const wanted = [...Object.keys(presetRegistry), ...Object.keys(figureRegistry).map((name) => `figures-${name}`)];

  test('one for every state and every figure, and none without', () => {
    expect(readdirSync(folder).sort()).toEqual(wanted.map((name) => `${name}.svg`).sort());
  });

  test.each(wanted)('%s is small, and has the colours of the page', (name) => {
    const text = readFileSync(resolve(folder, `${name}.svg`), 'utf8');
    expect(text.length).toBeLessThanOrEqual(6000);
    expect(text.length).toBeGreaterThan(200);
    expect(text).toContain('id="picture"');
    expect(text).not.toMatch(/#[0-9a-f]{3}|NaN|undefined|<style|<script|href/i);
  });
});
