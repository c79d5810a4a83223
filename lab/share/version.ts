/** The version of parkade that this page was built from. */
declare const PARKADE_VERSION: string;

export const VERSION: string = PARKADE_VERSION;
