/** Events as a table and sentences for people. */
import { counted } from '../core/counted.ts';
import type { Event } from '../events/event.ts';
import { countEvents, type RecordedEvent, type RunEvents } from '../run/events.ts';
import { brief, type Table, tokenName } from './run.ts';

/**
 * Mergers, births and the collapse, the last `rows` of them, a row each; captures are many, and are counted in the
 * sentences.
 */
export function eventTable({ list, certification }: RunEvents, rows: number): Table {
  const told = list.filter(({ kind }) => kind !== 'capture').slice(-rows);
  const verdict = certification === null ? [] : ['verdict'];
  return {
    columns: ['t', 'event', 'clusters before', 'after', ...verdict],
    rows: told.map((event) => [
      preciseTime(event.t),
      event.kind,
      ...sidesOf(event),
      ...(event.certificate ? [event.certificate.verdict] : []),
    ]),
  };
}

/** Seven digits: mergers within a cascade lie close. */
function preciseTime(t: number): string {
  return t < 1e7 ? String(Number(t.toPrecision(7))) : t.toExponential(6);
}

function sidesOf(event: RecordedEvent): [string, string] {
  switch (event.kind) {
    case 'merger':
      return [event.before.map(named).join(' + '), named(event.after)];
    case 'birth':
      return [named(event.before), event.after.map(named).join(' + ')];
    case 'collapse':
      return ['', `all ${counted(event.after.length, 'token')}`];
    case 'capture':
      return ['', ''];
    case 'edit':
      return ['', `${tokenName(event.token)}: ${event.edit}`];
    default:
      return event satisfies never;
  }
}

/** A cluster by its size and its first token. */
function named(tokens: readonly number[]): string {
  return `${tokens.length} from ${tokenName(tokens[0])}`;
}

export function eventRemarks({ list, unresolved, certification, survival, lengths }: RunEvents): string[] {
  const { capture, merger, birth, edit } = countEvents(list);
  const remarks = [
    `Events: ${counted(capture, 'capture')} within ${brief(lengths.radius)} of a center, ${counted(birth, 'birth')} and ${counted(merger, 'merger')} of clusters linked at ${brief(lengths.threshold)}; ${collapseWords(list)}. "3 from ${tokenName(6)}" is a cluster of 3 tokens, the first of them the seventh.`,
  ];
  if (edit > 0) {
    remarks.push(
      `Tokens were edited ${edit === 1 ? 'once' : `${edit} times`} on the way: what that changed is no event, and there is no merge tree.`,
    );
  }
  if (unresolved.length > 0) {
    remarks.push(
      `In ${counted(unresolved.length, 'step')} the time of an event could not be found; what happened there is left out.`,
    );
  }
  if (certification) {
    const { certified, undecided, missed, rtol, status } = certification;
    const other =
      missed.length > 0
        ? `, of which only in the finer run: ${missed.slice(0, 3).map(brieflyTold).join('; ')}${missed.length > 3 ? ` and ${missed.length - 3} more` : ''}`
        : '';
    const ended = status === 'completed' ? '' : ` The finer run ended with ${status}.`;
    remarks.push(
      `Certified: ${counted(certified, 'event has', 'events have')} the same members and nearly the same time at rtol ${rtol.toPrecision(2)}; ${counted(undecided, 'is', 'are')} undecided${other}.${ended}`,
    );
  }
  if (survival && survival.length > 0) remarks.push(survivalRemark(survival));
  return remarks;
}

/** Whether all tokens have come to one place; only what comes after the last edit lasts. */
function collapseWords(list: readonly Event[]): string {
  const from = list.findLastIndex(({ kind }) => kind === 'edit') + 1;
  const collapse = list.slice(from).find(({ kind }) => kind === 'collapse');
  if (collapse) return `all tokens at the first one from t = ${collapse.t.toPrecision(5)} on`;
  return from === 0 ? 'no collapse yet' : 'no collapse after the last edit';
}

/** "a capture of x₄₈ at t = 12.3". */
function brieflyTold(event: Event): string {
  const who = event.kind === 'capture' ? ` of ${tokenName(event.token)}` : '';
  return `a ${event.kind}${who} at t = ${brief(event.t)}`;
}

function survivalRemark(survival: NonNullable<RunEvents['survival']>): string {
  const ended = survival.filter(({ displacement }) => displacement !== null);
  const violations = ended.filter(({ displacement, allowed }) => (displacement as number) > allowed).length;
  const open = survival.length - ended.length;
  const later = open > 0 ? `; in ${open} more the run ended before T_j` : '';
  return `Lemma 5.1 says how far a strong center may move until its time T_j. Of ${counted(ended.length, 'case')}, a center and one of several ε each, ${violations} moved farther${later}.`;
}
