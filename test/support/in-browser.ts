import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../local/chromium';
import { createWorld, type World } from './world';

/** A world and a browser for one file of tests; left out with a word where there is no browser, but not in CI. */
export interface PagesInBrowser {
  readonly world: () => World;
  readonly newPage: (options?: BrowserContextOptions) => Promise<Page>;
  readonly journey: (name: string, told: () => Promise<void>) => void;
}

export function pagesInBrowser(): PagesInBrowser {
  const executable = findChromium();
  if (!executable && process.env['CI'] === 'true') throw new Error('No Chromium was found, and CI needs one.');
  if (!executable) process.stdout.write('No Chromium was found: the browser tests are left out.\n');
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    if (!executable) return;
    [world, browser] = await Promise.all([createWorld(), launchChromium(executable)]);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });
  return {
    world: () => world,
    newPage: async (options) => (await browser.newContext(options)).newPage(),
    journey: (name, told) => test(name, async () => executable && told(), 60_000),
  };
}

/** A small phone, and a desktop. */
const widths = [320, 1_280];

/** Nothing reaches past the edge of a small phone, and axe finds nothing. */
export async function findsNothingToMend(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const scrolls = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    expect(scrolls).toBe(false);
  }
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
