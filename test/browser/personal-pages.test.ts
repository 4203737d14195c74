import type { Page } from 'playwright-core';
import { afterAnswer } from '../support/case-to-decide';
import { findsNothingToMend, pagesInBrowser, tabTo } from '../support/in-browser';

const { world, newPage, journey } = pagesInBrowser();

journey('the client reads, answers and changes their mind by keyboard alone', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  const page = await newPage();
  const answersTheirOwnQuestion = async (on: Page): Promise<void> => {
    await on.locator('input[name="guardAnswer"]').fill(jo.described.guardAnswer);
    await on.keyboard.press('Enter');
    await on.getByRole('group').first().waitFor();
  };
  const elsewhere: string[] = [];
  page.on('request', (request) => void (request.url().startsWith(world().heed.url) || elsewhere.push(request.url())));

  await page.goto(await jo.link());
  expect(await page.title()).toBe('Message for you');
  expect(await page.locator('h2').first().textContent()).toBe('If you are in danger now');
  await findsNothingToMend(page);

  await answersTheirOwnQuestion(page);
  await findsNothingToMend(page);

  // Sent without a word it is asked again: nothing was answered by it.
  await tabTo(page, 'button[value="answer"]');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('alert').getByRole('link').press('Enter');

  await tabTo(page, 'input[name="contact-1"]');
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('input[name="contact-1"][value="concern"]').isChecked()).toBe(true);
  await tabTo(page, 'button[value="answer"]');
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

journey('a contact reads what is asked, and says that they are acting', async () => {
  const dr = world().staff('practitioner');
  const ada = world().client();
  const theCase = await afterAnswer(dr, ada, { 'contact-1': 'concern' });
  await theCase.proceed(dr, 'contact-1');
  const text = await ada.contact1.receivesSms(/please call/);
  const page = await newPage();

  await page.goto(/https?:\S+/.exec(text)?.[0] ?? '');
  await findsNothingToMend(page);
  expect((await theCase.read()).recipients[1]?.status).not.toBe('acknowledged');
  expect(await page.getByRole('button').allTextContents()).toEqual([
    expect.stringContaining('I am acting on this'),
    expect.stringContaining('I cannot help'),
  ]);
  await tabTo(page, 'button[value="acting"]');
  await page.keyboard.press('Enter');
  await page.getByRole('status').waitFor();
  await findsNothingToMend(page);
  await theCase.reaches('aftercare');
  expect((await theCase.read()).recipients[1]?.status).toBe('acting');
});

journey(
  'without JavaScript, on a small phone, one press says no for everybody, and another asks for a call',
  async () => {
    const dr = world().staff('practitioner');
    const jo = world().client();
    const theCase = await dr.raisesConcern(jo, 'significant');
    await theCase.reaches('awaiting-client');
    const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    await page.goto(await jo.link());
    const presses = async (name: string): Promise<void> => {
      await page.locator('input[name="guardAnswer"]').fill(jo.described.guardAnswer);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name }).click();
      await page.getByRole('status').waitFor();
    };
    await presses('Do not tell anyone');
    const said = (await theCase.timeline()).find(({ kind }) => kind === 'client.answered')?.text ?? '';
    expect(said.match(/refuses that the (GP|first contact|second contact) is told/g)).toHaveLength(3);
    await presses('Please call me');
    expect((await theCase.timeline()).map(({ kind }) => kind)).toContain('client.asked-for-call');
    expect(await page.getByText('Or press Esc').isVisible()).toBe(false);
  },
);

/** Whatever lies elsewhere, to which this machine has no way. */
const elsewhere = 'https://www.bbc.co.uk/weather';
async function pageOfSomeone(
  options = {},
): Promise<{ readonly page: Page; readonly referrers: (string | undefined)[] }> {
  const page = await newPage(options);
  const referrers: (string | undefined)[] = [];
  await page.route(`${elsewhere}**`, async (route) => {
    referrers.push((await route.request().allHeaders())['referer']);
    await route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' });
  });
  await page.goto('about:blank');
  await page.goto(`${world().heed.url}/c/AAAAAAAAAAAAAAAAAAAAAA`);
  return { page, referrers };
}

const waysOut: readonly (readonly [string, (page: Page) => Promise<void>])[] = [
  ['a click', (page) => page.getByRole('link', { name: 'Leave this page' }).click()],
  ['Esc, three times', (page) => thrice(page, 'Escape')],
  ['Shift, three times', (page) => thrice(page, 'Shift')],
  ['the keyboard alone', (page) => page.getByRole('link', { name: 'Leave this page' }).press('Enter')],
];
const thrice = async (page: Page, key: string): Promise<void> => {
  for (let time = 0; time < 3; time += 1) await page.keyboard.press(key);
};

journey('whoever is suddenly not alone is gone at once, and no way back leads to the page', async () => {
  for (const [, leave] of waysOut) {
    const { page, referrers } = await pageOfSomeone();
    await page.getByText('Or press Esc or Shift three times.').waitFor();
    await leave(page);
    await page.waitForURL(elsewhere);
    expect(referrers).toEqual([undefined]);
    await page.goBack();
    expect(page.url()).toBe('about:blank');
    await page.close();
  }
});

journey('whoever writes in capitals, or presses once, stays, and hears how to leave', async () => {
  const { page } = await pageOfSomeone();
  await page.getByText('Or press Esc or Shift three times.').waitFor();
  await page.keyboard.type('ABCD');
  expect(await page.locator('#exit-status').textContent()).toBe('');
  await page.keyboard.press('Escape');
  expect(await page.locator('#exit-status').textContent()).toBe('Press two more times to leave.');
  await page.keyboard.press('Escape');
  expect(await page.locator('#exit-status').textContent()).toBe('Press one more time to leave.');
  await findsNothingToMend(page);
  expect(page.url()).toContain('/c/');
});

journey('without JavaScript the way out is a plain link', async () => {
  const { page, referrers } = await pageOfSomeone({ javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Leave this page' }).click();
  await page.waitForURL(elsewhere);
  expect(referrers).toEqual([undefined]);
});

journey('a reader chooses Welsh, and every page that follows is in it', async () => {
  const jo = world().client();
  const theCase = await world().staff('practitioner').raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  const page = await newPage();
  await page.goto(await jo.link());
  await page.getByRole('link', { name: 'Cymraeg' }).press('Enter');
  await page.waitForURL(/\?lang=cy$/);
  expect(await page.title()).toBe('Neges i chi');
  await findsNothingToMend(page);
  await page.locator('input[name="guardAnswer"]').fill(jo.described.guardAnswer);
  await page.getByRole('button', { name: 'Parhau' }).press('Enter');
  await page.getByRole('heading', { name: 'Beth sy’n digwydd nesaf' }).waitFor();
  await findsNothingToMend(page);
  await page.locator('input[name="gp"][value="refuse"]').check();
  await page.getByRole('button', { name: 'Send my answer' }).press('Enter');
  await page.waitForURL(/received&lang=cy$/);
  expect(await page.locator('html').getAttribute('lang')).toBe('cy');
  await page.getByRole('link', { name: 'English' }).press('Enter');
  await page.waitForURL(/\?lang=en$/);
  expect(await page.title()).toBe('Message for you');
});
