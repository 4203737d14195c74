import type { WhatHappened } from '../../workflows/sign-up/contract';
import { beforeAllocation } from '../support/allocation-on-record';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import type { NewcomerInWorld } from '../support/newcomers';
import { happensIn } from '../support/sign-up-on-record';
import { signsIn } from '../support/signs-in';

/** Who is proposed to a client and why, decided by one person and answered by another. domain.md §2.6 */

const { world, newPage, journey } = pagesInBrowser();

const staff = () => world().heed.demo.organisation.staff;
const happens = (robin: NewcomerInWorld, ...happenings: readonly WhatHappened[]): Promise<void> =>
  world().heed.records.withOrganisation(world().heed.demo.organisation.id, world().now(), (work) =>
    happensIn(work, robin.signUpId, happenings),
  );
async function allocating(firstName: string): Promise<NewcomerInWorld> {
  const robin = await world().newcomer(firstName, { preferences: { presentingNeed: 'trauma' } });
  await happens(robin, ...beforeAllocation);
  return robin;
}

journey(
  'a supervisor reads the reasons and asks; the practitioner takes the client on, without JavaScript',
  async () => {
    const robin = await allocating('Robin');
    const page = await newPage();
    await signsIn(page, world(), 'supervisor', '/allocations');
    await findsNothingToMend(page);
    await page.getByRole('link', { name: /^Robin / }).click();
    await page.getByText('Specialises in what you come for.').waitFor();
    await findsNothingToMend(page);
    await page.getByRole('button', { name: 'Nobody suits' }).click();
    await page.getByRole('link', { name: 'Your reason must not be empty.' }).waitFor();
    await findsNothingToMend(page);
    expect(
      await world().call(world().staff('practitioner').token, 'GET', `/v1/sign-ups/${robin.signUpId}`),
    ).toMatchObject({ body: { status: 'allocating' } });
    await page.getByRole('button', { name: 'Ask Dr Amara Obi' }).click();
    await page.getByText('A practitioner is asked, and has time to answer.').waitFor();
    await findsNothingToMend(page);

    const asked = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    await signsIn(asked, world(), 'practitioner', '/allocations');
    expect(await asked.getByText('Robin').count()).toBe(0);
    await asked.getByRole('link', { name: /^Sign-up / }).click();
    expect(await asked.getByText('Robin').count()).toBe(0);
    expect(await asked.getByRole('heading', { name: 'Who does not, and why' }).count()).toBe(0);
    await asked.getByRole('button', { name: 'Decline' }).click();
    await asked.getByRole('link', { name: 'Your reason must not be empty.' }).waitFor();
    await asked.getByRole('button', { name: 'Take them on' }).click();
    await asked.waitForURL(`${world().heed.url}/clients/${robin.clientId}`);
    await asked.getByRole('heading', { level: 1, name: /^Robin / }).waitFor();
    await robin.reaches('enrolled');
  },
);

journey('whoever cannot be asked any more gives way to the next, and the page says so', async () => {
  const robin = await allocating('Sam');
  const page = await newPage();
  await signsIn(page, world(), 'supervisor', `/allocations/${robin.signUpId}`);
  const profile = `/v1/practitioners/${staff().practitioner.id}`;
  const admin = world().staff('admin').token;
  const { body: before } = await world().call(admin, 'GET', profile);
  const lapsed = { registration: { body: 'HCPC', expires: '2020-01-01' } };
  expect((await world().call(admin, 'PUT', profile, lapsed)).status).toBe(200);
  await page.getByRole('button', { name: 'Ask Dr Amara Obi' }).click();
  await page.getByText('This practitioner can’t be confirmed any more.').waitFor();
  await page.getByRole('button', { name: `Ask ${staff().secondPractitioner.name}` }).waitFor();
  await findsNothingToMend(page);
  await page.goto(`${world().heed.url}/allocations/${robin.signUpId}`);
  await page.getByText('Their professional registration is not in force.').waitFor();
  await world().call(admin, 'PUT', profile, { registration: before['registration'] });

  await page.getByRole('textbox', { name: 'What the client said' }).fill('We know each other from work.');
  await page.getByRole('button', { name: 'Record that they object' }).click();
  await page.getByText('The client does not want them: a person reviews it.').waitFor();
  await page.goto(`${world().heed.url}/supervision`);
  await page.locator('#reviews').getByRole('link', { name: 'Review that they do not want a practitioner' }).click();
  await page.getByText('The client does not want them: a person reviews it.').waitFor();
  await findsNothingToMend(page);
});

journey('a practitioner finds nothing of whom they are not asked to take on', async () => {
  const robin = await allocating('Kim');
  for (const key of ['practitioner', 'secondPractitioner'] as const) {
    const page = await newPage();
    await signsIn(page, world(), key, '/allocations');
    await page.getByText('You are asked to take nobody on.').waitFor();
  }
  const other = await newPage();
  await signsIn(other, world(), 'secondPractitioner', '/allocations');
  expect((await other.goto(`${world().heed.url}/allocations/${robin.signUpId}`))?.status()).toBe(403);
  await other.getByRole('heading', { name: 'There is nothing here for you' }).waitFor();
});
