/** What one sees on opening the lab, without a click. */
import { describe, expect, test } from 'vitest';
import { chromiumPath } from '../browser/chromium.ts';
import { eventually, labIsBuilt, openLab, shows } from './support/lab-page.ts';

describe.skipIf(chromiumPath === null || !labIsBuilt)('the lab in Chromium (needs chromium, and dist/lab)', () => {
  test('Figure 2 lives, and a sentence says what to try', async () => {
    const lab = await openLab();
    await shows(lab.page, 'header', 'Drag x₁');
    await shows(lab.page, '[aria-label=Pause]');
    const time = () =>
      lab.page.evaluate(() => Number(document.querySelector<HTMLInputElement>('input[aria-label=Time]')?.value));
    const now = await eventually(time, (found) => found > 3);
    await eventually(time, (found) => found > now);
    // The circle is painted, in more than a colour.
    const colours = await lab.page
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
          0,
          0,
          canvas.width,
          canvas.height,
        );
        const seen = new Set<number>();
        for (let i = 0; i < data.length; i += 4)
          if (data[i + 3] > 200) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        return seen.size;
      });
    expect(colours).toBeGreaterThan(20);
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });

  test('with reduced motion: the final picture, and a button to play; nothing overflows, narrow or wide', async () => {
    const lab = await openLab({ calm: true });
    await lab.computed();
    await shows(lab.page, 'output', 't = 150');
    await shows(lab.page, '[aria-label=Play]');
    for (const [width, height] of [
      [360, 740],
      [768, 1024],
      [1920, 1080],
    ]) {
      await lab.page.setViewportSize({ width, height });
      const wide = () => lab.page.evaluate(() => document.documentElement.scrollWidth);
      expect(await eventually(wide, (found) => found <= width)).toBe(width);
    }
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });
});
