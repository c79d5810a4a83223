/** The door `parkade/form`: the keys of a specification as plain data, for forms; and what typed words mean. */
export { parseWord } from '../core/word.ts';
export type { Field, FieldType, Word } from './field.ts';
export { type FieldGroup, type Form, type FormChoice, formOf } from './form.ts';
