/** The type of a run specification, inferred from the declarations of its keys. */
import type * as z from 'zod/mini';
import type { Dynamics } from '../dynamics/index.ts';
import type { InitialParameters } from '../initial/index.ts';
import type { commonParameters } from './keys.ts';

/** None of a plug-in without parameters, whose type is an empty record. */
type KeysOf<Union> = Union extends unknown ? (string extends keyof Union ? never : keyof Union) : never;
type ValueOf<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never;
/** All keys of several plug-ins, each optional, with whatever any of them takes under it. */
type AnyOf<Union> = { readonly [Key in KeysOf<Union>]?: Exclude<ValueOf<Union, Key>, undefined> };

type CommonKeys = {
  readonly [Key in keyof typeof commonParameters]?: Exclude<z.input<(typeof commonParameters)[Key]>, undefined>;
};

/**
 * A specification as people and programs write it: one flat JSON object, every key optional but `beta` and a time. Keys
 * of an equation that was not chosen are refused.
 */
export type RunSpec = CommonKeys & AnyOf<Dynamics['parameters'] | InitialParameters> & { readonly beta: number };
