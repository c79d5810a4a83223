/** How many lines a picture may have, so that pictures follow each other smoothly on this device. Pure. */

export const MOST_LINES = 12_000;
const FEWEST_LINES = 1_500;

/** Milliseconds of painting that leave room in a sixtieth of a second for all else. */
const MUCH = 5;
const LITTLE = 2;
/** Milliseconds between two pictures that are seen as jerks: the browser itself takes long to paint. */
const JERKY = 30;
const SMOOTH = 20;
/** Pictures over which times are averaged, and that pass between two changes. */
const WINDOW = 12;

/** Follows how long pictures take. */
export class Pace {
  lines = MOST_LINES;
  private painting = 0;
  private between = 0;
  private pictures = 0;

  /**
   * @param painting milliseconds that this picture took
   * @param between milliseconds since the one before, while nothing rests
   */
  note(painting: number, between: number): void {
    this.painting += painting / WINDOW;
    this.between += between / WINDOW;
    if (++this.pictures < WINDOW) return;
    if (this.painting > MUCH || this.between > JERKY) this.lines = Math.max(FEWEST_LINES, 0.7 * this.lines);
    else if (this.painting < LITTLE && this.between < SMOOTH) this.lines = Math.min(MOST_LINES, 1.25 * this.lines);
    [this.painting, this.between, this.pictures] = [0, 0, 0];
  }
}
