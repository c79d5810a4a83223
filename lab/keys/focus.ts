/** Where keys go on when a part of the page that had the focus goes away. */

/**
 * To be called as the part comes.
 * @returns to be called as it goes: gives the focus back to what had it before, unless it is elsewhere by now
 */
export function focusKept(part: HTMLElement): () => void {
  const before = document.activeElement;
  return () => {
    const now = document.activeElement;
    if (before instanceof HTMLElement && (now === null || now === document.body || part.contains(now))) before.focus();
  };
}
