import type { Page } from 'playwright-core';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';

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

journey('a contact reads what is asked, and says that they are acting', async () => {
  const dr = world().staff('practitioner');
  const ada = world().client();
  const theCase = await dr.raisesConcern(ada, 'significant');
  await theCase.reaches('awaiting-client');
  await ada.answers({ 'contact-1': 'concern' });
  await theCase.reaches('deciding');
  await theCase.proceed(dr, 'contact-1');
  const text = await ada.contact1.receivesSms(/please call/);
  const page = await newPage();

  await page.goto(/https?:\S+/.exec(text)?.[0] ?? '');
  await findsNothingToMend(page);
  expect((await theCase.read()).recipients[1]?.status).not.toBe('acknowledged');
  await page.getByRole('button', { name: 'I am acting on this' }).press('Enter');
  await page.getByRole('status').waitFor();
  await findsNothingToMend(page);
  await theCase.reaches('aftercare');
  expect((await theCase.read()).recipients[1]?.status).toBe('acting');
});
