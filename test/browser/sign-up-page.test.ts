import { findsNothingToMend, pagesInBrowser, tabTo } from '../support/in-browser';

/** The page of a client who signs up, as they use it. domain.md §2 */

const { world, newPage, journey } = pagesInBrowser();

journey('a client reads the form, signs it, withdraws and leaves, by keyboard alone', async () => {
  const robin = await world().newcomer('Robin');
  const page = await newPage();
  const elsewhere: string[] = [];
  page.on('request', (request) => void (request.url().startsWith(world().heed.url) || elsewhere.push(request.url())));

  await page.goto(await robin.link());
  expect(await page.title()).toBe('Message for you');
  expect(await page.locator('h2').first().textContent()).toBe('If you are in danger now');
  await findsNothingToMend(page);

  await tabTo(page, 'input[name="signedName"]');
  await page.keyboard.type('Robin Newcome');
  await tabTo(page, 'input[name="agree"]');
  await page.keyboard.press('Space');
  await tabTo(page, 'button');
  await page.keyboard.press('Enter');
  await page.getByRole('status').waitFor();
  expect(await page.getByRole('status').textContent()).toContain('We have your form');
  expect(await robin.status()).toBe('awaiting-assessment');
  await findsNothingToMend(page);

  await tabTo(page, 'details:has([action$="/withdraw"]) > summary');
  await page.keyboard.press('Enter');
  await findsNothingToMend(page);
  await tabTo(page, '[action$="/withdraw"] button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/received=withdrawn/);
  expect(await robin.status()).toBe('awaiting-consent-form');
  await findsNothingToMend(page);

  await tabTo(page, 'details:has([action$="/leave"]) > summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '[action$="/leave"] button');
  await page.keyboard.press('Enter');
  await page.waitForURL(/received=left/);
  expect(await robin.status()).toBe('left');
  await findsNothingToMend(page);
  expect(elsewhere).toEqual([]);
});

journey('without JavaScript a client signs, and is not signed for before they tick the box', async () => {
  const robin = await world().newcomer('Robin');
  const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  await page.goto(await robin.link());
  await page.locator('input[name="signedName"]').fill('Robin Newcome');
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  expect(await robin.status()).toBe('awaiting-consent-form');

  await page.locator('input[name="agree"]').check();
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByRole('status').waitFor();
  expect(await robin.status()).toBe('awaiting-assessment');
  const [copy] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download a copy of the form' }).click(),
  ]);
  expect(copy.suggestedFilename()).toBe('copy-of-your-form.pdf');
});

journey('who was too late asks for a new link with one button', async () => {
  const robin = await world().newcomer('Robin');
  await world().fastForward('P15D');
  await robin.reaches('expired');
  const page = await newPage();
  await page.goto(await robin.link());
  await findsNothingToMend(page);
  expect(await robin.status()).toBe('expired');
  await page.getByRole('button', { name: 'Send me a new link' }).press('Enter');
  await page.getByRole('status').waitFor();
  await findsNothingToMend(page);
  expect(await robin.status()).toBe('awaiting-consent-form');
});
