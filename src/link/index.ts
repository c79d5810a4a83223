/**
 * Links that restore the exact state of a run and of how it is looked at, and the bytes that verify it.
 *
 * @example
 * import { readLink, shortSpec, trajectoryBytes, writeLink } from 'parkade/link';
 * const fragment = writeLink({ version: 1, parkade: '0.2.0', spec: shortSpec({ beta: 64, until: 150 }), time: 20 });
 * readLink(`https://example.org/lab/#${fragment}`).time; // 20
 */
export { trajectoryBytes } from '../run/trajectory-bytes.ts';
export { LARGEST_STATE, LONGEST_LINK, readLink, writeLink } from './link.ts';
export { shortSpec } from './shorten.ts';
export { LINK_VERSION, type LinkState } from './state.ts';
