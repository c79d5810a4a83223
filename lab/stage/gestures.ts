/** Pointers on the stage: what they mean, whatever they are: a mouse, fingers, a pen. */

/** What the stage does with what hands do; places in CSS pixels of the stage. */
export interface Hands {
  tokenAt(x: number, y: number, touch: boolean): number | null;
  /** Whether a finger that comes down there means the stage, rather than to scroll the page. */
  isOurs(x: number, y: number): boolean;
  /** Whether empty ground can be turned. */
  readonly turns: boolean;
  hover(token: number | null): void;
  choose(token: number): void;
  take(token: number, x: number, y: number): void;
  carry(x: number, y: number): void;
  drop(): void;
  cancel(): void;
  /** A click beside all tokens. */
  ground(x: number, y: number): void;
  /** By pixels. */
  turn(dx: number, dy: number): void;
  /** Pixels a millisecond at the end of a turn. */
  fling(vx: number, vy: number): void;
  zoom(factor: number): boolean;
  reset(): void;
}

/** Less than this, in pixels, is a trembling hand. */
const STILL = 4;
/** Milliseconds after which a press is a hold. */
const HOLD = 150;
/** Milliseconds in which a second click makes a double one. */
const DOUBLE = 260;
/** Milliseconds at the end of a turn that tell how fast it was. */
const RECENT = 80;

interface Place {
  readonly x: number;
  readonly y: number;
}
interface Moment extends Place {
  readonly at: number;
}

type Doing =
  | { readonly kind: 'nothing' | 'pinch' }
  | {
      readonly kind: 'press';
      readonly token: number;
      readonly from: Moment;
      readonly timer: ReturnType<typeof setTimeout>;
    }
  | { readonly kind: 'carry'; readonly token: number; readonly from: Place; moved: boolean }
  | { readonly kind: 'ground'; readonly from: Moment; moved: boolean; recent: Moment[] };

export function attachGestures(stage: HTMLElement, hands: Hands): () => void {
  const pointers = new Map<number, Place>();
  let doing: Doing = { kind: 'nothing' };
  let apart = 0;
  let click: { readonly timer: ReturnType<typeof setTimeout>; readonly from: Place } | null = null;

  const placeOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Place => {
    const { left, top } = stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const distance = (a: Place, b: Place) => Math.hypot(a.x - b.x, a.y - b.y);
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return distance(a, b);
  };

  function stopDoing(): void {
    if (doing.kind === 'press') clearTimeout(doing.timer);
    if (doing.kind === 'carry') hands.cancel();
    doing = { kind: 'nothing' };
  }

  function take(): void {
    if (doing.kind !== 'press') return;
    const { token, from, timer } = doing;
    clearTimeout(timer);
    doing = { kind: 'carry', token, from, moved: false };
    hands.take(token, from.x, from.y);
  }

  function down(event: PointerEvent): void {
    if (
      event.button !== 0 ||
      (event.target instanceof Element && event.target.closest('button, a, input, label, select, summary'))
    )
      return;
    const place = placeOf(event);
    pointers.set(event.pointerId, place);
    if (pointers.size === 2) {
      stopDoing();
      doing = { kind: 'pinch' };
      apart = spread();
      return;
    }
    if (pointers.size > 2) return;
    const from = { ...place, at: event.timeStamp };
    const token = hands.tokenAt(place.x, place.y, event.pointerType === 'touch');
    if (token === null) doing = { kind: 'ground', from, moved: false, recent: [from] };
    else doing = { kind: 'press', token, from, timer: setTimeout(take, HOLD) };
    stage.setPointerCapture(event.pointerId);
  }

  function move(event: PointerEvent): void {
    const place = placeOf(event);
    if (!pointers.has(event.pointerId)) {
      if (event.pointerType !== 'touch') hands.hover(hands.tokenAt(place.x, place.y, false));
      return;
    }
    const before = pointers.get(event.pointerId) as Place;
    pointers.set(event.pointerId, place);
    if (doing.kind === 'pinch' && pointers.size === 2) {
      const now = spread();
      if (apart > 0) hands.zoom(now / apart);
      apart = now;
    } else if (doing.kind === 'press') {
      if (distance(place, doing.from) > STILL) take();
    }
    if (doing.kind === 'carry') {
      doing.moved ||= distance(place, doing.from) > STILL;
      if (doing.moved) hands.carry(place.x, place.y);
    } else if (doing.kind === 'ground') {
      doing.moved ||= distance(place, doing.from) > STILL;
      if (!doing.moved || !hands.turns) return;
      hands.turn(place.x - before.x, place.y - before.y);
      doing.recent = [
        ...doing.recent.filter(({ at }) => event.timeStamp - at < RECENT),
        { ...place, at: event.timeStamp },
      ];
    }
  }

  function up(event: PointerEvent): void {
    if (!pointers.delete(event.pointerId)) return;
    const place = placeOf(event);
    const was = doing;
    if (was.kind === 'pinch') {
      if (pointers.size === 0) doing = { kind: 'nothing' };
      return;
    }
    doing = { kind: 'nothing' };
    if (was.kind === 'press') {
      clearTimeout(was.timer);
      hands.choose(was.token);
    } else if (was.kind === 'carry') {
      if (was.moved) hands.drop();
      else hands.cancel();
    } else if (was.kind === 'ground') {
      if (!was.moved) clicked(place);
      else if (hands.turns) fling(was.recent, event.timeStamp);
    }
    if (event.pointerType === 'touch') hands.hover(null);
  }

  /** Where ground can be turned, a second click brings the view home, so the first one waits for it. */
  function clicked(place: Place): void {
    if (click !== null && distance(click.from, place) < 24) {
      clearTimeout(click.timer);
      click = null;
      hands.reset();
      return;
    }
    const act = () => {
      click = null;
      hands.ground(place.x, place.y);
    };
    if (hands.turns) click = { from: place, timer: setTimeout(act, DOUBLE) };
    else act();
  }

  function fling(recent: readonly Moment[], now: number): void {
    const [first, last] = [recent[0], recent[recent.length - 1]];
    const took = last.at - first.at;
    if (recent.length > 1 && took > 0 && now - last.at < RECENT)
      hands.fling((last.x - first.x) / took, (last.y - first.y) / took);
  }

  function cancel(event: PointerEvent): void {
    pointers.delete(event.pointerId);
    stopDoing();
  }

  function wheel(event: WheelEvent): void {
    const place = placeOf(event);
    const pages = document.documentElement.scrollHeight > innerHeight + 1;
    // Where the page scrolls, the wheel scrolls it; a pinch on a trackpad comes with ctrlKey.
    if (!hands.turns || !hands.isOurs(place.x, place.y) || (pages && !event.ctrlKey)) return;
    if (hands.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)))) event.preventDefault();
  }

  function touch(event: TouchEvent): void {
    if (event.target instanceof Element && event.target.closest('button, a, input, label, select, summary')) return;
    const place = placeOf(event.touches[0]);
    if (event.touches.length > 1 || hands.isOurs(place.x, place.y)) event.preventDefault();
  }

  const leave = () => hands.hover(null);
  stage.addEventListener('pointerdown', down);
  stage.addEventListener('pointermove', move);
  stage.addEventListener('pointerup', up);
  stage.addEventListener('pointercancel', cancel);
  stage.addEventListener('pointerleave', leave);
  stage.addEventListener('wheel', wheel, { passive: false });
  stage.addEventListener('touchstart', touch, { passive: false });
  return () => {
    stopDoing();
    if (click) clearTimeout(click.timer);
    stage.removeEventListener('pointerdown', down);
    stage.removeEventListener('pointermove', move);
    stage.removeEventListener('pointerup', up);
    stage.removeEventListener('pointercancel', cancel);
    stage.removeEventListener('pointerleave', leave);
    stage.removeEventListener('wheel', wheel);
    stage.removeEventListener('touchstart', touch);
  };
}
