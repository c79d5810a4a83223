/** The address of the page, for every component in it. */
import { getContext, setContext } from 'svelte';
import type { Address } from './address.svelte.ts';

const KEY = Symbol('address');

export function provideAddress(address: Address): Address {
  return setContext(KEY, address);
}
export function theAddress(): Address {
  return getContext<Address>(KEY);
}
