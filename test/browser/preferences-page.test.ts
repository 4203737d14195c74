import { consentsInForce } from '../../records/marketing/consents';
import type { Work } from '../../records/work';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { agreesToNews, wholeMessage } from '../support/marketing-messages-on-record';
import type { ClientInWorld } from '../support/people';

/** The page on which a client chooses what they are sent, as they use it. domain.md §4 */

const { world, newPage, journey } = pagesInBrowser();

const onRecord = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
  world().heed.records.withOrganisation(world().heed.demo.organisation.id, world().now(), work);

/** They agreed to news of evenings by email and of courses by both ways, and a message has come. */
async function pageOf({ described: { id } }: ClientInWorld): Promise<string> {
  const { organisation } = world().heed.demo;
  const admin = { credential: organisation.staff.admin.id, organisationId: organisation.id, roles: ['admin'] } as const;
  const path = await onRecord(async (work) => {
    await agreesToNews(work, id, { topic: 'courses', channels: ['email', 'sms'] });
    return wholeMessage(work, admin, id, 'evenings');
  });
  return world().heed.url + path;
}
const agreedTo = async ({ described: { id } }: ClientInWorld): Promise<readonly string[]> =>
  (await onRecord((work) => consentsInForce(work, id))).map(({ channel, topic }) => `${channel}/${topic}`).toSorted();

journey('a client stops some of it, then all, and wants some again', async () => {
  const jo = world().client();
  const page = await newPage();
  await page.goto(await pageOf(jo));
  expect(await page.title()).toBe('Message for you');
  expect(await page.locator('h2').first().textContent()).toBe('If you are in danger now');
  await findsNothingToMend(page);

  await page.getByRole('checkbox', { name: 'courses, by text message' }).check();
  await page.getByRole('button', { name: 'Stop what I ticked' }).press('Enter');
  await page.getByRole('status').waitFor();
  expect(await agreedTo(jo)).toEqual(['email/courses', 'email/evenings']);
  await findsNothingToMend(page);

  await page.getByRole('button', { name: 'Stop all news' }).press('Enter');
  await page.waitForURL(/received=stopped$/);
  expect(await agreedTo(jo)).toEqual([]);
  await findsNothingToMend(page);

  await page.getByText('I want news again').click();
  await findsNothingToMend(page);
  await page.getByRole('checkbox', { name: 'news about evenings by email' }).check();
  await page.getByRole('button', { name: 'Send me what I ticked' }).press('Enter');
  await page.waitForURL(/received=agreed$/);
  expect(await agreedTo(jo)).toEqual(['email/evenings']);
  await findsNothingToMend(page);
});

journey('without JavaScript, on a small phone, one button stops all of it', async () => {
  const ada = world().client();
  const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  await page.goto(await pageOf(ada));
  await page.getByRole('button', { name: 'Stop all news' }).click();
  await page.getByRole('status').waitFor();
  expect(await agreedTo(ada)).toEqual([]);
});

journey('a link that leads nowhere says how else to stop it', async () => {
  const page = await newPage();
  await page.goto(`${world().heed.url}/u/AAAAAAAAAAAAAAAAAAAAAA`);
  expect(await page.textContent('main')).toContain('answer STOP to our text');
  await findsNothingToMend(page);
});
