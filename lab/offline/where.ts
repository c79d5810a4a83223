/** Where the lab is kept for use without a connection, and where not. Pure. */

/**
 * The names under which `parkade lab` answers. It is there without a connection anyway, and another version may answer
 * at the same address tomorrow: nothing may be kept under these.
 */
const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];

export interface Surroundings {
  readonly protocol: string;
  readonly hostname: string;
  /** Whether the page is part of another, which did not ask for megabytes. */
  readonly framed: boolean;
  /** Whether the browser is told to save data. */
  readonly saving: boolean;
}

export function mayBeKept({ protocol, hostname, framed, saving }: Surroundings): boolean {
  return /^https?:$/.test(protocol) && !LOCAL.includes(hostname) && !framed && !saving;
}
