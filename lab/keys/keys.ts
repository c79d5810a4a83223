/** What keys do, anywhere on the page. The list is what `?` shows. */
import type { Lab } from '../state/lab.svelte.ts';
import { theme } from '../state/theme.svelte.ts';

export interface Key {
  /** As `event.key` has it, with what must be held. */
  readonly key: string;
  readonly shift?: boolean;
  readonly control?: boolean;
  /** As people read it. */
  readonly shown: string;
  readonly says: string;
  /** `lab` has the clock; `spoken` is the one of two settings that the panels speak of. */
  readonly run: (lab: Lab, spoken: Lab) => void;
}

export const keys: readonly Key[] = [
  { key: ' ', shown: 'space', says: 'play or pause', run: (lab) => lab.togglePlay() },
  { key: 'ArrowRight', shown: '→', says: 'a step on', run: (lab) => lab.happened.step(true) },
  { key: 'ArrowLeft', shown: '←', says: 'a step back', run: (lab) => lab.happened.step(false) },
  {
    key: 'ArrowRight',
    shift: true,
    shown: 'Shift →',
    says: 'to the next event',
    run: (lab) => void lab.happened.jump(true),
  },
  {
    key: 'ArrowLeft',
    shift: true,
    shown: 'Shift ←',
    says: 'to the event before',
    run: (lab) => void lab.happened.jump(false),
  },
  { key: 'n', shown: 'n', says: 'play until the next event', run: (lab) => lab.happened.playToNext() },
  { key: 'r', shown: 'r', says: 'from the beginning', run: (lab) => lab.restart() },
  { key: 'End', shown: 'End', says: 'to the end', run: (lab) => lab.seek(Infinity) },
  { key: '.', shown: '.', says: 'faster', run: (lab) => lab.happened.faster(1) },
  { key: ',', shown: ',', says: 'slower', run: (lab) => lab.happened.faster(-1) },
  {
    ...{ key: 'l', shown: 'l', says: 'let time run by its logarithm, or evenly' },
    run: (lab) => {
      lab.logTime = !lab.logTime;
    },
  },
  { key: ']', shown: ']', says: 'choose the next token', run: (_, { stage }) => stage.chooseNext(1) },
  { key: '[', shown: '[', says: 'choose the token before', run: (_, { stage }) => stage.chooseNext(-1) },
  {
    key: 'f',
    shown: 'f',
    says: 'freeze the chosen token, or let it move again',
    run: (_, { stage }) => stage.freeze(),
  },
  { key: 'Delete', shown: 'Delete', says: 'remove the last token', run: (_, { stage }) => stage.removeLast() },
  { key: 'Backspace', shown: 'Backspace', says: 'remove the last token', run: (_, { stage }) => stage.removeLast() },
  { key: '0', shown: '0', says: 'see a sphere as at first', run: (_, { stage }) => stage.goHome() },
  { key: 'z', control: true, shown: 'Ctrl Z', says: 'undo', run: (_, spoken) => spoken.undo() },
  { key: 'z', control: true, shift: true, shown: 'Ctrl Shift Z', says: 'redo', run: (_, spoken) => spoken.redo() },
  { key: 'd', shown: 'd', says: 'dark or light colours', run: () => theme.toggle() },
];

/** Whether a key belongs to what has the focus: a field to type in, a slider, a list, a tab, the stage. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable], dialog'))
    return true;
  if (target.closest('button, a, summary, [role=tab]'))
    return key === ' ' || key === 'Enter' || key.startsWith('Arrow');
  return (
    target.closest('input, [role=slider], [role=application], [data-keys]') !== null && /^Arrow|^Home$|^End$/.test(key)
  );
}

export function onKey(event: KeyboardEvent, lab: Lab, spoken: Lab = lab): void {
  if (event.defaultPrevented || event.altKey || isTaken(event)) return;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = keys.find(
    ({ key, shift = false, control = false }) =>
      key === name && shift === event.shiftKey && control === (event.ctrlKey || event.metaKey),
  );
  if (!found) return;
  event.preventDefault();
  found.run(lab, spoken);
}
