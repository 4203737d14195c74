import { wasMeasured } from '../../local/screenshots/measures-on-record';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { cleanAnswers } from '../support/newcomers';
import { signsIn } from '../support/signs-in';

/** Who somebody's clients are, what each of them needs, and how one of them does over time. domain.md §2 */

const { world, newPage, journey } = pagesInBrowser();

const organisation = () => world().heed.demo.organisation;
const onRecord = (months: number) => {
  const at = new Date(world().now());
  at.setUTCMonth(at.getUTCMonth() - months);
  return at;
};

journey('a practitioner finds whose plan lacks something, and who is owed something next', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');

  const page = await newPage();
  await signsIn(page, world(), 'practitioner', '/clients');
  const first = page.locator('main tbody tr').first();
  expect(await first.getByRole('link').first().textContent()).toBe(jo.described.name);
  await first.getByRole('link', { name: 'The client answers' }).waitFor();
  const own = organisation().clients.filter(({ practitionerId }) => practitionerId === dr.id);
  expect(await page.locator('main tbody tr').count()).toBe(own.length);
  await findsNothingToMend(page);

  await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'Whose plan is not complete' });
  await page.getByRole('button', { name: 'Show' }).click();
  const incomplete = own.filter(({ urgentCarePlan }) => !urgentCarePlan.complete);
  expect(await page.locator('main tbody tr').count()).toBe(incomplete.length);
  await findsNothingToMend(page);

  await page.getByRole('textbox', { name: 'Find by name or code' }).fill(jo.described.name.toLowerCase());
  await page.getByRole('button', { name: 'Find' }).click();
  expect(page.url()).toBe(`${world().heed.url}/clients`);
  expect(await page.locator('main tbody tr').count()).toBe(1);
  await findsNothingToMend(page);

  await page.getByRole('link', { name: jo.described.name }).click();
  await page.getByRole('heading', { level: 1, name: jo.described.name }).waitFor();
  expect(await page.title()).not.toContain('Jo');
  await page.getByText('They have not agreed that whoever treats them sees their progress.').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('link', { name: /^Case / }).click();
  await page.getByText('The client has been asked, and has time to answer.').first().waitFor();
  await theCase.standDown(dr, 'client-safe');
});

journey(
  'a supervisor sees in words what a plan lacks and what would not work today, on a small phone without JavaScript',
  async () => {
    const lacking = organisation().clients.find(({ urgentCarePlan }) => !urgentCarePlan.complete)!;
    const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    await signsIn(page, world(), 'supervisor', '/clients?show=not-reachable');
    expect(await page.locator('main tbody tr').count()).toBe(1);
    await page.getByText('Not complete: it lacks').waitFor();
    await page.getByRole('link', { name: lacking.name }).click();
    await page.getByText('a GP', { exact: true }).waitFor();
    await page.getByText('Second contact: no number that takes a text message').waitFor();
    await page.goBack();
    await page.getByRole('textbox', { name: 'Find by name or code' }).fill('nobody of this name');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('0 found for “nobody of this name”.').waitFor();
  },
);

journey(
  'a practitioner sees how a client does over time, drawn and as a table, once the client shares it',
  async () => {
    const ada = world().client();
    const { id } = ada.described;
    const told: readonly [number, readonly number[]][] = [
      [14, [3, 2, 2, 2, 2, 1, 1, 1, 0]],
      [7, [2, 1, 1, 1, 1, 1, 1, 1, 0]],
      [1, [1, 1, 1, 0, 1, 0, 0, 0, 0]],
    ];
    const { records } = world().heed;
    for (const [months, answers] of told) {
      await records.withOrganisation(organisation().id, onRecord(months), (work) =>
        wasMeasured(work, id, { instrument: 'PHQ-9', answers }),
      );
    }
    await records.withOrganisation(organisation().id, onRecord(1), (work) =>
      wasMeasured(work, id, { instrument: 'CORE-10', answers: cleanAnswers['CORE-10'] }),
    );
    const page = await newPage();
    await signsIn(page, world(), 'practitioner', `/clients/${id}`);
    expect(await page.getByRole('img').count()).toBe(0);

    const shares = { sharing: { progressSummary: true } };
    expect((await world().call(world().platformToken(), 'PATCH', `/v1/clients/${id}`, shares)).status).toBe(200);
    await page.reload();
    await page.getByRole('img', { name: 'PHQ-9 over time: 3 results, the last 4 of 27.' }).waitFor();
    const rows = page.getByRole('table', { name: 'PHQ-9' }).locator('tbody tr');
    expect(await rows.getByText(/^\d+ of 27$/).allTextContents()).toEqual(['14 of 27', '9 of 27', '4 of 27']);
    expect(await rows.getByText(/^(at or above|below) 10$/).allTextContents()).toEqual([
      'at or above 10',
      'below 10',
      'below 10',
    ]);
    await page.getByRole('img', { name: /CORE-10 over time: 1 result/ }).waitFor();
    await findsNothingToMend(page);
  },
);

journey(
  'of a client who is not theirs a practitioner sees nothing, and of another organisation’s nobody does',
  async () => {
    const { staff, clients } = organisation();
    const notTheirs = clients.find(({ practitionerId }) => practitionerId === staff.secondPractitioner.id)!;
    const elsewhere = world().heed.demo.otherOrganisation.clients[0]!;
    const page = await newPage();
    await signsIn(page, world(), 'practitioner', '/clients');
    expect(await page.getByText(notTheirs.name).count()).toBe(0);
    for (const [{ id, name }, status] of [
      [notTheirs, 403],
      [elsewhere, 404],
    ] as const) {
      expect((await page.goto(`${world().heed.url}/clients/${id}`))?.status()).toBe(status);
      expect(await page.content()).not.toContain(name);
    }
    await findsNothingToMend(page);
  },
);
