/** The form of the setting, for every field in it. */
import { getContext, setContext } from 'svelte';
import type { SettingForm } from './setting.svelte.ts';

const KEY = Symbol('form');

export function provideForm(form: SettingForm): SettingForm {
  return setContext(KEY, form);
}

export function theForm(): SettingForm {
  return getContext<SettingForm>(KEY);
}
