/** "Guess first": questions before playing, and what is said afterwards. Nothing is known but the run at hand. Pure. */
import type { Guess } from 'parkade/gallery';
import { NO_CLUSTER } from '../engine/protocol.ts';
import { numberText, timeText } from '../text/numbers.ts';
import { nameOf } from '../text/tokens.ts';
import { chordBetween, leaderOf, type RunFacts } from './facts.ts';

/** How it is answered: with a number, or by one of some choices. */
export type Question = { readonly asks: string } & (
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly unit: string }
  | { readonly kind: 'choice'; readonly choices: readonly { readonly value: number; readonly label: string }[] }
);

export interface Reveal {
  readonly right: boolean;
  readonly measured: string;
  /** How far off the guess was. */
  readonly off: string;
}

/** Float32 energies tremble by less than that. */
const NO_FALL = 1e-5;
/** Guesses of percentages this near are right. */
const NEAR_PERCENT = 5;
const CHOICES = 4;
const YES_NO = [
  { value: 1, label: 'Yes' },
  { value: 0, label: 'No' },
] as const;

export function questionOf(guess: Guess, facts: RunFacts): Question {
  switch (guess.kind) {
    case 'clusters':
      return {
        ...{ kind: 'number', least: 1, most: facts.n, unit: '' },
        asks: `How many clusters will there be at t = ${timeText(facts.until)}?`,
      };
    case 'captured':
      return {
        ...{ kind: 'number', least: 0, most: 100, unit: '%' },
        asks: `What share of the tokens will be within ${numberText(facts.radius)} rad of a center at t = ${timeText(facts.until)}?`,
      };
    case 'leader': {
      const choices = candidatesFor(guess.token, facts).map((value) => ({ value, label: nameOf(value) }));
      const name = nameOf(guess.token);
      return { kind: 'choice', choices, asks: `Which token will lead the cluster in which ${name} ends?` };
    }
    case 'collapse':
      return {
        ...{ kind: 'choice', choices: YES_NO },
        asks: `Will all tokens be at one place before t = ${numberText(guess.before)}?`,
      };
    case 'energy':
      return { kind: 'choice', choices: YES_NO, asks: 'Will the energy only ever rise?' };
    default:
      return guess satisfies never;
  }
}

/** Tokens that lead a cluster in the end: the one asked for, and those that began nearest to the token. In order. */
export function candidatesFor(token: number, facts: RunFacts): number[] {
  const { labels, first, shown } = facts;
  const leaders = [...new Set(labels)].filter((label) => label !== NO_CLUSTER).map((label) => labels.indexOf(label));
  const distance = (other: number) => chordBetween(first, token, first, other, shown);
  const others = leaders.filter((other) => other !== leaderOf(facts, token));
  const nearest = others.sort((a, b) => distance(a) - distance(b)).slice(0, CHOICES - 1);
  return [leaderOf(facts, token), ...nearest].sort((a, b) => a - b);
}

/** @param given the number, or the value of the choice */
export function revealOf(guess: Guess, given: number, facts: RunFacts): Reveal {
  switch (guess.kind) {
    case 'clusters': {
      const off = Math.abs(given - facts.clusters);
      return {
        right: off === 0,
        measured: facts.clusters === 1 ? 'There is 1 cluster.' : `There are ${facts.clusters} clusters.`,
        off: off === 0 ? 'You guessed it.' : `You were off by ${off}.`,
      };
    }
    case 'captured': {
      const share = 100 * facts.captured;
      const off = Math.abs(given - share);
      return {
        right: off <= NEAR_PERCENT,
        measured: `It is ${numberText(share)} %.`,
        off: off < 0.5 ? 'You guessed it.' : `You were off by ${numberText(off)} percentage points.`,
      };
    }
    case 'leader': {
      const leader = leaderOf(facts, guess.token);
      return answered(given === leader, `It is ${nameOf(leader)}.`, `You said ${nameOf(given)}.`);
    }
    case 'collapse': {
      const { collapse } = facts;
      const before = collapse !== null && collapse < guess.before;
      const measured =
        collapse === null
          ? `They are not at one place by t = ${numberText(facts.until)}.`
          : `They are at one place from t = ${numberText(collapse)} on.`;
      return answered((given === 1) === before, measured, `You said ${given === 1 ? 'yes' : 'no'}.`);
    }
    case 'energy': {
      const rises = facts.fall.by <= NO_FALL;
      const fell = `By t = ${timeText(facts.fall.at)} it has fallen by ${numberText(facts.fall.by)}.`;
      const measured = rises ? 'It never falls in this run.' : fell;
      return answered((given === 1) === rises, measured, `You said ${given === 1 ? 'yes' : 'no'}.`);
    }
    default:
      return guess satisfies never;
  }
}

function answered(right: boolean, measured: string, said: string): Reveal {
  return { right, measured, off: right ? 'You guessed it.' : said };
}
