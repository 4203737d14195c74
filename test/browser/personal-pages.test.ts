import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../support/chromium';
import { createWorld, type World } from '../support/world';

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

const inBrowser = (name: string, journey: () => Promise<void>) =>
  test(name, async () => executable && journey(), 60_000);

/** A small phone, and a desktop. */
const widths = [320, 1_280];

async function findsNothingToMend(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const scrolls = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
    expect(scrolls).toBe(false);
  }
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

inBrowser('the client reads, answers and changes their mind by keyboard alone', async () => {
  const dr = world.staff('practitioner');
  const jo = world.client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  const page = await (await browser.newContext()).newPage();
  const answersTheirOwnQuestion = async (on: Page): Promise<void> => {
    await on.locator('input[name="guardAnswer"]').fill(jo.described.guardAnswer);
    await on.keyboard.press('Enter');
    await on.getByRole('group').first().waitFor();
  };
  const elsewhere: string[] = [];
  page.on('request', (request) => void (request.url().startsWith(world.heed.url) || elsewhere.push(request.url())));

  await page.goto(await jo.link());
  expect(await page.title()).toBe('Message for you');
  expect(await page.locator('h2').first().textContent()).toBe('If you are in danger now');
  await findsNothingToMend(page);

  await answersTheirOwnQuestion(page);
  await findsNothingToMend(page);

  await page.locator('input[name="contact-1"][value="concern"]').focus();
  await page.keyboard.press('Space');
  await page.locator('button[value="answer"]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').waitFor();
  expect(await page.getByRole('status').textContent()).toContain('We have your answer');
  await findsNothingToMend(page);
  await theCase.reaches('deciding');

  await answersTheirOwnQuestion(page);
  await page.getByRole('button', { name: 'Do not tell anyone' }).press('Enter');
  await page.getByRole('status').waitFor();
  expect((await theCase.timeline()).map(({ kind }) => kind)).toContain('consent.withdrawn');

  await page.goto(`${await jo.link()}x`);
  await page.getByRole('heading', { name: 'This did not work' }).waitFor();
  await findsNothingToMend(page);
  expect(elsewhere).toEqual([]);
});

inBrowser('a contact reads what is asked, and says that they are acting', async () => {
  const dr = world.staff('practitioner');
  const ada = world.client();
  const theCase = await dr.raisesConcern(ada, 'significant');
  await theCase.reaches('awaiting-client');
  await ada.answers({ 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  const text = await ada.contact1.receivesSms(/please call/);
  const page = await (await browser.newContext()).newPage();

  await page.goto(/https?:\S+/.exec(text)?.[0] ?? '');
  await findsNothingToMend(page);
  expect((await theCase.read()).recipients[1]?.status).not.toBe('acknowledged');
  await page.getByRole('button', { name: 'I am acting on this' }).press('Enter');
  await page.getByRole('status').waitFor();
  await findsNothingToMend(page);
  await theCase.reaches('aftercare');
  expect((await theCase.read()).recipients[1]?.status).toBe('acting');
});
