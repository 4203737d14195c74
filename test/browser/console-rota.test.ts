import { consoleWords } from '../../api/console/words';
import { answerOf, type Body } from '../../client/heed-client';
import { type Weekday, weekdays } from '../../workflows/shared/weekdays';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { signsIn } from '../support/signs-in';

/** Who is on call, as a calendar, and how it is changed. domain.md §1, §3.3 */

const { world, newPage, journey } = pagesInBrowser();

const everyDay: Weekday[] = [...weekdays];

async function saveRota(): Promise<void> {
  const { dutyClinician, supervisor, secondSupervisor } = world().heed.demo.organisation.staff;
  const body: Body<'saveRota'> = {
    timeZone: 'Europe/London',
    tiers: [
      {
        name: 'duty-clinician',
        shifts: [{ staffId: dutyClinician.id, days: everyDay.slice(0, 5), from: '08:00', to: '20:00' }],
        overrides: [],
      },
      {
        name: 'supervisor',
        shifts: [
          { staffId: supervisor.id, days: everyDay, from: '08:00', to: '20:00' },
          { staffId: secondSupervisor.id, days: everyDay, from: '20:00', to: '08:00' },
        ],
        overrides: [],
      },
    ],
  };
  answerOf(await world().staff('supervisor').heed.PUT('/v1/rota', { body }));
}

async function tierSaved(name = 'duty-clinician') {
  const { tiers } = answerOf(await world().staff('supervisor').heed.GET('/v1/rota'));
  return tiers.find((tier) => tier.name === name)!;
}

journey(
  'a practitioner sees who is on duty, and every gap in words, in a week in which the clocks go back',
  async () => {
    const page = await newPage();
    await signsIn(page, world(), 'practitioner');
    await page.getByRole('link', { name: 'Rota' }).click();
    await page.getByText('No rota was saved yet').waitFor();
    await page.getByText('Supervisor: Ruth Ellery, Owen Tansley').waitFor();
    await findsNothingToMend(page);

    await saveRota();
    await page.goto(`${world().heed.url}/rota?from=2026-10-21`);
    await page.getByRole('heading', { name: 'Week of Monday 19 October 2026' }).waitFor();
    await page.getByText('Duty clinician: from Fri 23 Oct 20:00 to Mon 26 Oct 00:00, 2 days and 5 hours').waitFor();
    const sunday = page.getByRole('row', { name: /Sunday 25 October/ });
    expect(await sunday.getByRole('listitem').allTextContents()).toEqual([
      'All day: nobody',
      '00:00 BST to 08:00 GMT: Owen Tansley',
      '08:00 GMT to 20:00 GMT: Ruth Ellery',
      '20:00 GMT to midnight: Owen Tansley',
    ]);
    await sunday.getByText('25 hours: the clocks go back').waitFor();
    await findsNothingToMend(page);

    await page.getByRole('link', { name: 'The week after' }).click();
    await page.getByRole('heading', { name: 'Week of Monday 26 October 2026' }).waitFor();
    await page.getByRole('link', { name: 'The week before' }).click();
    await page.getByRole('link', { name: 'This week' }).click();
    await page.getByText('Today').waitFor();
    await findsNothingToMend(page);

    // A day that no calendar has leads to no week.
    await page.goto(`${world().heed.url}/rota?from=9999-99-99`);
    await page.getByRole('heading', { level: 1, name: /not possible/i }).waitFor();
  },
);

journey(
  'a supervisor fills the nights without JavaScript, is told of an overlap, and looks before saving',
  async () => {
    await saveRota();
    const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    await signsIn(page, world(), 'supervisor', '/rota');
    await page.getByRole('link', { name: 'Change who is on duty: duty clinician' }).click();
    await page.getByRole('button', { name: 'Add a shift' }).click();
    const night = page.getByRole('group', { name: 'Shift 2' });
    await night.getByRole('combobox', { name: 'Who' }).selectOption('Dr Mina Farrow');
    for (const day of Object.values(consoleWords.weekday)) await night.getByRole('checkbox', { name: day }).check();
    await night.getByLabel('From').fill('19:00');
    await night.getByLabel('To').fill('08:00');
    await page.getByRole('button', { name: 'Save it' }).click();
    const overlap = /^Shift 2: two are on duty at once: shift 1 .* and shift 2 .* overlap\.$/;
    await page.getByRole('alert').getByRole('link', { name: overlap }).click();
    expect(new URL(page.url()).hash).toBe(`#${await night.getByRole('combobox', { name: 'Who' }).getAttribute('id')}`);

    await night.getByLabel('From').fill('20:00');
    await page.getByRole('button', { name: 'Add a stand-in' }).click();
    const standIn = page.getByRole('group', { name: 'Stand-in 1' });
    await standIn.getByRole('combobox', { name: 'Who stands in' }).selectOption('Nobody: it is a gap');
    await standIn.getByLabel('From').fill('2199-06-01T12:00');
    await standIn.getByLabel('To').fill('2199-06-01T13:00');
    await page.getByRole('button', { name: 'See the next seven days' }).click();
    await page.getByText(/Duty clinician: from Sat .* 08:00 to Sat .* 20:00, 12 hours/).waitFor();
    expect(await tierSaved()).toMatchObject({ shifts: [{ from: '08:00' }], overrides: [] });

    await page.getByRole('button', { name: 'Save it' }).click();
    await page.waitForURL(`${world().heed.url}/rota`);
    const { dutyClinician } = world().heed.demo.organisation.staff;
    expect(await tierSaved()).toEqual({
      name: 'duty-clinician',
      shifts: [
        { staffId: dutyClinician.id, days: everyDay.slice(0, 5), from: '08:00', to: '20:00' },
        { staffId: dutyClinician.id, days: everyDay, from: '20:00', to: '08:00' },
      ],
      overrides: [{ staffId: null, from: '2199-06-01T11:00:00.000Z', to: '2199-06-01T12:00:00.000Z' }],
    });
  },
);

journey('of two who change the rota at once the second is told so, and nothing of theirs is saved', async () => {
  await saveRota();
  const page = await newPage();
  await signsIn(page, world(), 'admin', '/rota/supervisor');
  await findsNothingToMend(page);
  await saveRota();
  await page.getByRole('button', { name: 'Remove shift 2' }).click();
  await page.getByRole('button', { name: 'See the next seven days' }).click();
  await page.getByText('Nobody would be on duty:').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Save it' }).click();
  await page.getByRole('alert').getByText('Somebody else has saved a rota').waitFor();
  await findsNothingToMend(page);
  expect((await tierSaved('supervisor')).shifts).toHaveLength(2);
});

journey('who may not change the rota finds no way to, and none is there', async () => {
  const page = await newPage();
  await signsIn(page, world(), 'dutyClinician', '/rota');
  expect(await page.getByRole('link', { name: /Change who is on duty/ }).count()).toBe(0);
  await page.goto(`${world().heed.url}/rota/supervisor`);
  await page.getByRole('heading', { name: 'There is nothing here for you' }).waitFor();
});
