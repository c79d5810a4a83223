/** What one sees on opening the lab, without a click. */
import { afterAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../browser/chromium.ts';
import { closeLab, labIsBuilt, openLab } from './support/lab-page.ts';

/** For machines with other work. */
const PATIENCE = { timeout: 30_000 };

afterAll(closeLab);

describe.skipIf(chromiumPath === null || !labIsBuilt)('the lab in Chromium (needs chromium, and dist/lab)', () => {
  test('Figure 2 lives, and a sentence says what to try', async () => {
    const lab = await openLab();
    await lab.page.getByRole('button', { name: 'Pause' }).waitFor();
    const time = lab.page.getByRole('slider', { name: 'Time', exact: true });
    await expect.poll(() => time.inputValue().then(Number), PATIENCE).toBeGreaterThan(3);
    const now = Number(await time.inputValue());
    await expect.poll(() => time.inputValue().then(Number), PATIENCE).toBeGreaterThan(now);
    expect(await lab.page.locator('header').innerText()).toMatch(/Drag x₁/);
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

  test('with reduced motion: the final picture, and a button to play', async () => {
    const lab = await openLab({ calm: true });
    const time = lab.page.getByRole('slider', { name: 'Time', exact: true });
    await expect.poll(() => time.inputValue(), PATIENCE).toBe('1000');
    await lab.page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await lab.close();
  });

  test.each([
    { width: 360, height: 740, touch: true },
    { width: 1280, height: 800, dark: true },
    { width: 1920, height: 1080 },
  ])('nobody is shut out, nothing overflows: %o', async (options) => {
    const lab = await openLab({ ...options, calm: true });
    await lab.page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    expect(await lab.violations()).toEqual([]);
    const { wide, width } = await lab.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      width: document.documentElement.clientWidth,
    }));
    expect(wide).toBe(width);
    expect(lab.complaints).toEqual([]);
    await lab.close();
  });
});
