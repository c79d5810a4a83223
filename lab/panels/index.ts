/** The panels beside the stage. To add one: a component, and a line here. Each is fetched when it is first opened. */
import type { Component } from 'svelte';

export interface Panel {
  readonly id: string;
  readonly title: string;
  readonly load: () => Promise<{ default: Component }>;
}

export const panels: readonly Panel[] = [
  { id: 'views', title: 'Views', load: () => import('../views/Views.svelte') },
  { id: 'setting', title: 'Setting', load: () => import('../controls/Setting.svelte') },
  { id: 'theory', title: 'Theory', load: () => import('../theory/Theory.svelte') },
  { id: 'gallery', title: 'Gallery', load: () => import('../gallery/Gallery.svelte') },
  { id: 'share', title: 'Share', load: () => import('../share/Share.svelte') },
];
