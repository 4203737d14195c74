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
