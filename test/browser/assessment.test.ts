import type { Page } from 'playwright-core';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import type { NewcomerInWorld } from '../support/newcomers';

/** The questions on a phone: one a screen, by keyboard alone, and without JavaScript. domain.md §2.3 and §2.4 */

const { world, newPage, journey } = pagesInBrowser();

async function signed(): Promise<NewcomerInWorld> {
  const robin = await world().newcomer('Robin');
  await robin.signsByApi();
  return robin;
}

/** Chooses with the space bar, and sends by Enter. */
async function chooses(page: Page, value: number): Promise<void> {
  await page.locator(`input[name="answer"][value="${value}"]`).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
}

async function answersAll(page: Page, count: number, answerTo: (item: number) => number): Promise<void> {
  for (let item = 1; item <= count; item += 1) {
    await page.getByRole('heading', { name: `Question ${item} of ${count}` }).waitFor();
    await chooses(page, answerTo(item));
  }
  await page.getByRole('heading', { name: 'Your answers' }).waitFor();
}

journey(
  'the client answers by keyboard alone, stops, goes on by the link, and is told that somebody will call',
  async () => {
    const robin = await signed();
    const page = await newPage();
    const elsewhere: string[] = [];
    page.on('request', (request) => void (request.url().startsWith(world().heed.url) || elsewhere.push(request.url())));

    await page.goto(await robin.link());
    expect(await page.title()).toBe('Message for you');
    await findsNothingToMend(page);
    await page.getByRole('link', { name: 'Begin' }).press('Enter');
    await page.getByRole('heading', { name: 'Question 1 of 9' }).waitFor();
    expect(await page.locator('h2').first().textContent()).toBe('If you are in danger now');
    await findsNothingToMend(page);
    await chooses(page, 1);
    await page.getByRole('heading', { name: 'Question 2 of 9' }).waitFor();
    await page.getByRole('link', { name: 'Back' }).press('Enter');
    await page.getByRole('heading', { name: 'Question 1 of 9' }).waitFor();
    expect(await page.locator('input[value="1"]').isChecked()).toBe(true);

    const later = await newPage();
    await later.goto(await robin.link());
    await later.getByRole('link', { name: 'Go on with the questions' }).press('Enter');
    await later.getByRole('heading', { name: 'Question 2 of 9' }).waitFor();

    await later.goto(later.url().replace(/\d+$/, '9'));
    await chooses(later, 2);
    await later.getByRole('status').waitFor();
    expect(await later.getByRole('status').textContent()).toContain('will call you');
    await findsNothingToMend(later);
    await world()
      .staff('dutyClinician')
      .receivesSms(/asks for a person now/);
    expect(elsewhere).toEqual([]);
  },
);

journey('it all works without JavaScript', async () => {
  const robin = await signed();
  const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 600 } });
  await page.goto(await robin.link());
  await page.getByRole('link', { name: 'Begin' }).press('Enter');
  await answersAll(page, 9, () => 0);
  await page.getByRole('button', { name: 'Send my answers' }).press('Enter');
  await answersAll(page, 7, () => 1);
  await page.getByRole('button', { name: 'Send my answers' }).press('Enter');
  await page.getByText('© CORE System Trust').waitFor();
  await answersAll(page, 10, (item) => (item === 2 || item === 3 ? 4 : 0));
  await page.getByRole('button', { name: 'Send my answers' }).press('Enter');
  await page.getByRole('status').waitFor();
  expect(await page.getByRole('status').textContent()).toContain('We have your answers');
  await robin.reaches('allocating');
});

journey('what was answered can be read in one place before it is sent, on a small phone too', async () => {
  const robin = await signed();
  const page = await newPage();
  await page.goto(await robin.link());
  await page.getByRole('link', { name: 'Begin' }).press('Enter');
  await answersAll(page, 9, (item) => (item === 1 ? 3 : 0));
  await findsNothingToMend(page);
  await page.getByRole('link', { name: 'change question 1', exact: true }).press('Enter');
  await page.getByRole('heading', { name: 'Question 1 of 9' }).waitFor();
  expect(await page.locator('input[value="3"]').isChecked()).toBe(true);
});

journey('whoever leaves in the middle of the questions has none of them behind the back button', async () => {
  const robin = await signed();
  const page = await newPage();
  const wayOut = 'https://www.bbc.co.uk/weather';
  await page.route(`${wayOut}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' }),
  );
  // How much of each page was in sight when it went.
  await page.addInitScript({
    content: `addEventListener('pagehide', () =>
      sessionStorage.setItem('went', (sessionStorage.getItem('went') ?? '') + getComputedStyle(document.body).display + ' '))`,
  });
  const leadsOut = async (act: () => Promise<unknown>): Promise<void> => {
    await Promise.all([page.waitForRequest(`${wayOut}**`), act()]);
    await page.waitForURL(wayOut);
  };
  const begins = async (): Promise<void> => {
    await page.goto(await robin.link());
    await page.getByRole('link', { name: /Begin|Go on with the questions/ }).press('Enter');
    await page.getByRole('heading', { name: /Question \d of 9/ }).waitFor();
  };
  await page.goto('about:blank');
  await begins();
  await chooses(page, 1);
  await page.getByRole('heading', { name: 'Question 2 of 9' }).waitFor();
  await leadsOut(() => page.getByRole('link', { name: 'Leave this page' }).click());
  // To the first question, and to where they begin.
  await leadsOut(() => page.evaluate('history.back()'));
  await leadsOut(() => page.evaluate('history.back()'));
  await page.goBack();
  expect(page.url()).toBe('about:blank');

  // Whoever opens the link anew is back for good.
  await begins();
  expect(await page.evaluate("sessionStorage.getItem('went')")).toBe('block block none none none block ');
  await page.goBack();
  await page.getByRole('link', { name: 'Go on with the questions' }).waitFor();

  // A page that the browser itself has kept.
  await page.evaluate("sessionStorage.setItem('heed-left', 'yes')");
  await leadsOut(() => page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"));
});
