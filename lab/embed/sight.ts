/** Whether somebody can see a part of the page: it is not scrolled away, and its window is not behind others. */

export function watchSight(element: Element, tell: (seen: boolean) => void): () => void {
  let within = true;
  const say = () => tell(within && !document.hidden);
  const watcher = new IntersectionObserver((entries) => {
    within = entries[entries.length - 1].isIntersecting;
    say();
  });
  watcher.observe(element);
  document.addEventListener('visibilitychange', say);
  return () => {
    watcher.disconnect();
    document.removeEventListener('visibilitychange', say);
  };
}
