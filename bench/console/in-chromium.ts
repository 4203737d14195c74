import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../local/chromium';
import { monotonicMs } from '../monotonic';
import type { Reader } from './reader';

/** A real browser, in which somebody is signed in. */
export interface Chromium {
  /** What came over the wire for this page and everything it loads, by a browser that has kept nothing; in bytes. */
  weigh(path: string): Promise<number>;
  /**
   * Milliseconds from when something is done until this page, open meanwhile, shows it.
   * @param shows what is looked for in the page that it did not show before
   */
  untilShown(path: string, shows: string, act: () => Promise<void>): Promise<number>;
  close(): Promise<void>;
}

const patienceMs = 30_000;

/** null: this machine has none. */
export async function chromiumOf(url: string, reader: Reader): Promise<Chromium | null> {
  const executable = findChromium();
  if (executable === undefined) return null;
  const browser = await launchChromium(executable);
  return {
    weigh: async (path) => {
      const page = await freshPage(browser, url, reader);
      const sizes: Promise<number>[] = [];
      page.on('requestfinished', (request) => {
        sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
      });
      await page.goto(url + path);
      await page.waitForLoadState('load');
      const weight = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
      await page.context().close();
      return weight;
    },
    untilShown: async (path, shows, act) => {
      const page = await freshPage(browser, url, reader);
      try {
        const isOpen = page.waitForRequest((request) => request.resourceType() === 'eventsource');
        await page.goto(url + path);
        await isOpen;
        await quiet(page);
        const before = await page.getByText(shows).count();
        if (before > 0) throw new Error(`The page showed "${shows}" before anything was done.`);
        const seen = page.getByText(shows).first().waitFor({ state: 'attached', timeout: patienceMs });
        const actedAt = monotonicMs();
        await act();
        await seen;
        return monotonicMs() - actedAt;
      } finally {
        await page.context().close();
      }
    },
    close: () => browser.close(),
  };
}

async function freshPage(browser: Browser, url: string, { cookie }: Reader): Promise<Page> {
  const context: BrowserContext = await browser.newContext();
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url };
  });
  await context.addCookies(cookies);
  return context.newPage();
}

/** A page looks once more when its stream has opened: what is measured begins after that. */
async function quiet(page: Page): Promise<void> {
  await page.waitForTimeout(500);
}
