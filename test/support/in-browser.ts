import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../local/chromium';
import { createWorld, type World } from './world';

/** A browser for one file of tests; left out with a word where there is none, but not in CI. */
export interface InBrowser {
  readonly isThere: boolean;
  /** In a context of its own: another person's browser. */
  readonly newPage: (options?: BrowserContextOptions) => Promise<Page>;
  readonly journey: (name: string, told: () => Promise<void>, withinMs?: number) => void;
}

export function inBrowser(): InBrowser {
  const executable = findChromium();
  if (!executable && process.env['CI'] === 'true') throw new Error('No Chromium was found, and CI needs one.');
  if (!executable) process.stdout.write('No Chromium was found: the browser tests are left out.\n');
  let browser: Browser;
  beforeAll(async () => {
    if (executable) browser = await launchChromium(executable);
  }, 60_000);
  afterAll(() => browser?.close());
  return {
    isThere: executable !== undefined,
    newPage: async (options) => (await browser.newContext(options)).newPage(),
    journey: (name, told, withinMs = 120_000) => test(name, async () => executable && told(), withinMs),
  };
}

/** The same with a world, which its pages are of. */
export interface PagesInBrowser extends InBrowser {
  readonly world: () => World;
}

export function pagesInBrowser(): PagesInBrowser {
  const browsing = inBrowser();
  let world: World;
  beforeAll(async () => {
    if (browsing.isThere) world = await createWorld();
  }, 60_000);
  afterAll(() => world?.stop());
  return { ...browsing, world: () => world };
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

/** Moves on by the tabulator, as somebody without a mouse does, until what is looked for has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard never reaches ${selector}.`);
}
