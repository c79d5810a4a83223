/** The lab within another page: does what that page asks, and tells it what is shown. `message.ts` says in which words. */
import { show } from '../share/state.ts';
import { isCalm } from '../state/calm.ts';
import type { Pair } from '../state/pair.svelte.ts';
import { Gate } from './gate.ts';
import { type Asked, heard, MESSAGE_VERSION, type Told } from './message.ts';

/** Milliseconds from one look at what is to be told to the next. */
const BETWEEN = 100;
/** Messages that are read in a second: more than a page that follows somebody's scrolling sends. */
const MOST_HEARD = 250;
const MOST_REFUSALS = 5;

export class Parent {
  private readonly pair: Pair;
  private readonly ear = new Gate(MOST_HEARD);
  private readonly mouth = new Gate(MOST_REFUSALS);
  /** Who is answered: nobody, before something was heard. */
  private origin: string | null = null;
  /** The link that came last while another is opened. */
  private waiting: string | null = null;
  private opening = false;
  private told: { film: unknown; t: number; playing: boolean; ended: boolean } | null = null;

  constructor(pair: Pair) {
    this.pair = pair;
  }

  /** @returns how to end it */
  begin(): () => void {
    const hear = (event: MessageEvent) => this.hear(event);
    window.addEventListener('message', hear);
    const telling = setInterval(() => this.tell(), BETWEEN);
    return () => {
      window.removeEventListener('message', hear);
      clearInterval(telling);
    };
  }

  /** Only the page around this one is heard: neither what is in it, nor windows that know its name. */
  private hear({ source, origin, data }: MessageEvent): void {
    if (source !== window.parent) return;
    const passes = this.ear.passes(performance.now());
    if (passes === false) return;
    const found = heard(data);
    if (found === null) return;
    this.origin = origin;
    if (passes === 'last') this.refuse(`At most ${MOST_HEARD} messages a second are read, but more came; send fewer.`);
    else if ('refused' in found) this.refuse(found.refused);
    else this.act(found.asked);
  }

  private act(asked: Asked): void {
    const lab = this.pair.a;
    switch (asked.do) {
      case 'listen':
        this.told = null;
        return;
      case 'pause':
        lab.playing = false;
        return;
      case 'play':
      case 'restart':
        if (!lab.playing && isCalm()) this.refuse(CALM);
        else if (asked.do === 'restart') lab.restart();
        else if (!lab.playing) lab.togglePlay();
        return;
      case 'seek':
        if (asked.t > lab.until)
          this.refuse(
            `The message's "t" should be from 0 to ${lab.until}, the end of this run, but came as ${asked.t}.`,
          );
        else lab.seekOrAwait(asked.t);
        return;
      case 'open':
        this.waiting = asked.link;
        void this.open();
    }
  }

  /** One at a time; of those that come meanwhile, the last. */
  private async open(): Promise<void> {
    if (this.opening) return;
    this.opening = true;
    while (this.waiting !== null) {
      const link = this.waiting;
      this.waiting = null;
      const answer = await this.pair.a.session.unlink(link);
      if ('refusal' in answer) this.refuse(answer.refusal.message);
      // How much is shown is for the page that gave it the room.
      else show(this.pair, { ...answer.value, embed: this.pair.embed });
    }
    this.opening = false;
  }

  private refuse(says: string): void {
    if (this.mouth.passes(performance.now()) === true) this.say({ is: 'refused', says });
  }

  /** What has changed since the last look. */
  private tell(): void {
    const lab = this.pair.a;
    const { film, time: t, playing, until } = lab;
    if (film === null) return;
    const ended = t >= until;
    const { told } = this;
    this.told = { film, t, playing, ended };
    if (told?.film !== film) this.say({ is: 'ready', until });
    if (told?.t !== t || told.playing !== playing) this.say({ is: 'time', t, playing });
    if (ended && told !== null && !told.ended && told.film === film) this.say({ is: 'ended', t });
  }

  /**
   * To the page that was heard. That a run is ready is told before anything was heard, so to whatever page this is in,
   * which is who wrote the link and knows its end; pages without an origin of their own can only be told so.
   */
  private say(told: Told): void {
    const { origin } = this;
    if (origin === null && told.is !== 'ready') return;
    const to = origin === null || origin === 'null' ? '*' : origin;
    window.parent.postMessage({ parkade: MESSAGE_VERSION, ...told }, to);
  }
}

const CALM =
  'Whoever looks wants nothing to move of itself, so "play" should be left to them, but came as a message; show a button.';
