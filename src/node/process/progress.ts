/** How far long work has come, told to whoever shows it. */
export interface Progress {
  /** @param share done, from 0 to 1 */
  update(share: number, text: string): void;
  stop(): void;
}
