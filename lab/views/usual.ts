/** The views that are open at first. Pure. */
export const usualViews: ReadonlySet<string> = new Set(['angles', 'distances', 'clusters', 'captured', 'energy']);

export function isUsual(views: ReadonlySet<string>): boolean {
  return views.size === usualViews.size && [...views].every((id) => usualViews.has(id));
}
