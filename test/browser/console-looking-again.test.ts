import type { Page } from 'playwright-core';
import { afterAnswer } from '../support/case-to-decide';
import { pagesInBrowser } from '../support/in-browser';
import { signsIn } from '../support/signs-in';

/** An open page of the console looks again when there is something to see, and when it is seen. docs/adr/0031 */

const { world, newPage, journey } = pagesInBrowser();

/** As when its reader goes to another tab, and comes back. */
const isHidden = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate(
    `Object.defineProperty(document, 'hidden', { configurable: true, value: ${hidden} });
     document.dispatchEvent(new Event('visibilitychange'));`,
  );

journey('a page that nobody sees holds no stream, and shows what happened as soon as it is seen', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');

  const page = await newPage();
  const opened = page.waitForResponse((response) => new URL(response.url()).pathname === '/live');
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await opened;
  const ended = page.waitForEvent('requestfailed', (request) => request.resourceType() === 'eventsource');
  await isHidden(page, true);
  await ended;

  await jo.answers({ 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  expect(await page.locator('#standing').textContent()).toBe('The client has been asked, and has time to answer.');
  await isHidden(page, false);
  await page.getByRole('button', { name: 'Tell them' }).waitFor();
  expect(await page.locator('#standing').textContent()).toBe('Somebody must decide now whom to tell.');
  await theCase.standDown(dr, 'client-safe');
});

journey('what waits for its reader calls them from behind another tab too', async () => {
  const dr = world().staff('practitioner');
  const page = await newPage();
  const opened = page.waitForResponse((response) => new URL(response.url()).pathname === '/live');
  await signsIn(page, world(), 'practitioner');
  await opened;
  await isHidden(page, true);

  const ada = world().client();
  const theCase = await afterAnswer(dr, ada, { 'contact-1': 'concern' });
  await page.getByRole('link', { name: /Decide whom to tell: Ada / }).waitFor({ timeout: 20_000 });
  await theCase.standDown(dr, 'client-safe');
});

journey('what would move under a hand is shown once the hand is elsewhere', async () => {
  const dr = world().staff('practitioner');
  const ben = world().client();
  const theCase = await afterAnswer(dr, ben, { 'contact-1': 'concern' });

  const page = await newPage();
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await page.getByRole('button', { name: 'Tell them' }).hover();
  await ben.answers({ gp: 'concern' });
  await page
    .locator('#timeline')
    .getByText(/the GP/)
    .first()
    .waitFor();
  expect(await page.getByRole('checkbox', { name: /The GP/ }).count()).toBe(0);
  await page.mouse.move(0, 0);
  await isHidden(page, true);
  await isHidden(page, false);
  await page.getByRole('checkbox', { name: /The GP/ }).waitFor();
  await theCase.standDown(dr, 'client-safe');
});
