/** The form of the setting: its fields, what was typed and refused, and changes on their way to the lab. */
import type { RunSpec } from 'parkade';
import type { Field, Form } from 'parkade/form';
import type { Beginning, Lab } from '../state/lab.svelte.ts';
import { type Keys, withCompanions } from './companions.ts';
import { textOf } from './text.ts';
import { throttled } from './throttle.ts';

/** Milliseconds between two runs while something is dragged. */
const BETWEEN_RUNS = 150;

/** What stays in a field that was refused, so that it can be mended. */
export interface Draft {
  readonly text: string;
  readonly message: string;
  /** The setting that it was typed into: in another one it says nothing. */
  readonly of: object;
}

/** A field in its place, as a component has it: what it shows, and whom it tells of changes. */
export interface Entry {
  /** Unique on the page. */
  readonly id: string;
  readonly field: Field;
  /** Undefined where nothing is given. */
  readonly value: unknown;
  /** What holds where nothing is given; undefined where that is not known. */
  readonly resolved: unknown;
  readonly d: number;
  readonly draft: Draft | undefined;
  /** Undefined takes it back to what is usual. */
  set(value: unknown, text?: string): void;
  /** A typed text, as the command line takes it; an empty one takes it back to what is usual. */
  type(text: string): void;
  /** One of many values in a row, which are one change together; `release` ends the row. */
  drag(value: unknown): void;
  release(): Promise<void>;
}

export class SettingForm {
  private readonly lab: Lab;
  form = $state.raw<Form | null>(null);
  drafts = $state.raw<Readonly<Record<string, Draft>>>({});
  private beginning: Beginning | null = null;
  private readonly drags = throttled(
    ({ key, value, from }: { key: string; value: unknown; from: Beginning }) =>
      this.send(key, key, value, undefined, from),
    BETWEEN_RUNS,
  );

  constructor(lab: Lab) {
    this.lab = lab;
  }

  private get spec(): Keys {
    return this.lab.spec as unknown as Keys;
  }
  get d(): number {
    const { dimension } = this.spec;
    return typeof dimension === 'number' ? dimension : (this.lab.film?.run.d ?? 2);
  }

  /** Fetches the fields of the present equation and law; the last ones stay until then. */
  async fetch(dynamics: unknown, initial: unknown): Promise<void> {
    const form = await this.lab.session.form({ dynamics, initial: Array.isArray(initial) ? [] : initial });
    const { spec } = this;
    if (spec.dynamics === dynamics && Array.isArray(spec.initial) === Array.isArray(initial)) this.form = form;
  }

  /** The field of a key of the specification. */
  entry(field: Field): Entry {
    const { key } = field;
    const resolved = (this.lab.film?.run.spec as unknown as Keys | undefined)?.[key];
    return {
      ...{ id: `setting-${key}`, field, d: this.d, value: this.spec[key], resolved: resolved ?? field.usual },
      draft: this.draftAt(key),
      set: (value, text) => void this.send(key, key, value, text),
      type: (text) => void this.read(text).then((value) => this.send(key, key, value, text)),
      drag: (value) => {
        this.beginning ??= this.lab.beginning;
        this.drags.push({ key, value, from: this.beginning });
      },
      release: () => this.release(),
    };
  }

  /** A part of another field, such as the β of a layer: `change` puts it into the whole. */
  part(whole: Entry, place: string, field: Field, value: unknown, change: (value: unknown) => unknown): Entry {
    const { key } = whole.field;
    const path = `${whole.id}-${place}-${field.key}`;
    // What a part leaves out is as the key itself has it.
    const usual = this.spec[field.key] ?? field.usual;
    return {
      ...{ id: path, field: { ...field, usual }, d: this.d, value, resolved: usual },
      draft: this.draftAt(path),
      set: (next, text) => void this.send(path, key, change(next), text ?? textOf(next)),
      type: (text) => void this.read(text).then((next) => this.send(path, key, change(next), text)),
      drag: (next) => whole.drag(change(next)),
      release: () => whole.release(),
    };
  }

  private async read(text: string): Promise<unknown> {
    return text.trim() === '' ? undefined : this.lab.session.meaning(text);
  }

  private async release(): Promise<void> {
    await this.drags.end();
    this.beginning = null;
  }

  /** @param place where a refusal is shown: the field that was changed, whatever key the core names */
  private async send(
    place: string,
    key: string,
    value: unknown,
    text = textOf(value),
    from?: Beginning,
  ): Promise<void> {
    const spec = from?.present as unknown as Keys | undefined;
    const keys = await this.companions(spec ?? this.spec, key, value);
    const merged = { ...(spec ?? this.spec), ...keys };
    const next = Object.fromEntries(Object.entries(merged).filter(([, each]) => each !== undefined));
    const refusal = await this.lab.attempt(next as unknown as RunSpec, from ?? this.lab.beginning);
    if (refusal === undefined) return;
    const { [place]: _, ...others } = this.drafts;
    this.drafts =
      refusal === null ? others : { ...others, [place]: { text, message: refusal.message, of: this.lab.spec } };
    if (refusal === null && spec === undefined) this.told(key, keys);
  }

  private draftAt(place: string): Draft | undefined {
    const draft = this.drafts[place];
    return draft?.of === this.lab.spec ? draft : undefined;
  }

  /** What went with a change and is not seen in the form. */
  private told(key: string, keys: Keys): void {
    if (key === 'dimension' && 'edits' in keys)
      this.lab.stage.say('What was done to tokens by hand was in another dimension: it is gone.', true);
  }

  private async companions(spec: Keys, key: string, value: unknown): Promise<Keys> {
    const { form, d } = this;
    if (form === null) return { [key]: value };
    if (key !== 'dynamics' && key !== 'initial') return withCompanions(spec, key, value, { form, next: form, d });
    // The fields of what is there now are asked for too: the form may still be that of the choice before.
    const { dynamics, initial } = spec;
    const { session } = this.lab;
    const forms = [{}, { [key]: value }].map((change) => session.form({ dynamics, initial, ...change }));
    const [present, next] = await Promise.all(forms);
    return withCompanions(spec, key, value, { form: present, next, d });
  }
}
