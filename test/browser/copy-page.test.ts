import { clientWords } from '../../records/people';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { until } from '../support/until';

/** The page on which a client gets the copy of their data, as they use it. domain.md §5 */

const { world, newPage, journey } = pagesInBrowser();

/** Somebody whose last enrolment ended long enough ago that they were just told. Resolves to their link. */
async function linkOf(client: ReturnType<ReturnType<typeof world>['client']>): Promise<string> {
  const { id: clientId, practitionerId, mobile } = client.described;
  const token = world().platformToken();
  const enrolling = { clientId, courseId: null, practitionerId, startedAt: '2024-01-08T09:00:00Z' };
  const { body } = await world().call(token, 'POST', '/v1/enrolments', enrolling);
  const endedAt = new Date(world().now().getTime() - 345 * 24 * 60 * 60_000);
  await world().call(token, 'POST', `/v1/enrolments/${String(body['id'])}/end`, { endedAt, reason: 'All six weeks.' });
  return until('they were told', () => {
    const texts = world()
      .heed.sandbox.messages({ to: mobile ?? '' })
      .map(({ text }) => text);
    return texts.map((text) => /http\S+\/k\/[\w-]+/.exec(text)?.[0]).find((link) => link !== undefined);
  });
}

journey('a client says when they were born, by keyboard alone, and gets one file', async () => {
  const client = world().client();
  const link = await linkOf(client);
  const { id } = client.described;
  const { birthDate } = await world().heed.records.withOrganisation(
    world().heed.demo.organisation.id,
    new Date(),
    (work) => clientWords(work, id),
  );
  const page = await newPage();
  const elsewhere: string[] = [];
  page.on('request', (request) => void (request.url().startsWith(world().heed.url) || elsewhere.push(request.url())));
  await page.goto(link);
  expect(await page.title()).toBe('Message for you');
  expect(await page.locator('h2').first().textContent()).toBe('If you are in danger now');
  await findsNothingToMend(page);

  await page.locator('#birth-date').fill('1901-01-01');
  await page.locator('#guard-answer').fill(client.described.guardAnswer);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await findsNothingToMend(page);

  await page.locator('#birth-date').fill(birthDate ?? '');
  await page.locator('#guard-answer').fill(client.described.guardAnswer);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toBe('copy-of-your-data.zip');
  expect(elsewhere).toEqual([]);
});
