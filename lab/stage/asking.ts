/** What the worker is asked while pictures go on: one question at a time, and the newest one next. */
export class Asking<Answer> {
  answer: Answer | null = null;
  private asked: readonly unknown[] = [];
  private next: { readonly key: readonly unknown[]; readonly question: () => Promise<Answer | null> } | null = null;
  private busy = false;

  /** @param key what the answer depends on: asked again only when it changes */
  ask(key: readonly unknown[], question: () => Promise<Answer | null>): void {
    const latest = this.next?.key ?? this.asked;
    if (key.length === latest.length && key.every((part, i) => part === latest[i])) return;
    this.next = { key, question };
    void this.work();
  }

  forget(): void {
    this.answer = null;
    this.asked = [];
    this.next = null;
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (this.next !== null) {
      const { key, question } = this.next;
      this.next = null;
      this.asked = key;
      const answer = await question().catch(() => null);
      if (this.asked === key) this.answer = answer;
    }
    this.busy = false;
  }
}
