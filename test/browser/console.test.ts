import { afterAnswer, afterSilence } from '../support/case-to-decide';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { chooses, signsIn } from '../support/signs-in';

/** The console as practitioners use it: a decision in one glance. domain.md §3.3–§3.5 */

const { world, newPage, journey } = pagesInBrowser();

journey('an override is refused with its reason, then a lawful one proposed and approved by another', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const theCase = await afterSilence(world(), dr, jo);

  const page = await newPage();
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const ours = [world().heed.url, world().heed.issuer];
    if (!ours.some((url) => request.url().startsWith(url))) elsewhere.push(request.url());
  });
  await signsIn(page, world(), 'practitioner');
  await findsNothingToMend(page);
  await page.getByRole('link', { name: /Decide whom to tell: Jo / }).click();
  expect(await page.locator('#standing').textContent()).toBe('Somebody must decide now whom to tell.');
  await findsNothingToMend(page);

  await page.getByRole('link', { name: 'Propose an override' }).click();
  await page.getByRole('checkbox', { name: 'The GP' }).check();
  await page.getByRole('combobox', { name: 'How much: The GP' }).selectOption('summary');
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'See what is lawful' }).click();
  await page.getByText('No ground in law carries this').waitFor();
  expect(await page.getByRole('button', { name: 'Propose it' }).count()).toBe(0);
  await findsNothingToMend(page);

  await page.getByRole('button', { name: 'Change what you judge' }).click();
  await page.getByRole('radio', { name: 'Yes: they are under 18' }).check();
  await page.getByRole('button', { name: 'See what is lawful' }).click();
  await page.getByRole('textbox', { name: 'Why must it be told?' }).fill('Soon');
  await page
    .getByRole('textbox', { name: 'What did you consider instead?' })
    .fill('To wait for the client until tomorrow.');
  await page.getByRole('button', { name: 'Propose it' }).click();
  await page
    .getByRole('alert')
    .getByText(/at least a sentence/)
    .waitFor();
  await findsNothingToMend(page);
  await page
    .getByRole('textbox', { name: 'Why must it be told?' })
    .fill('They are a child, and said goodbye to everybody.');
  await page.getByRole('button', { name: 'Propose it' }).click();
  await page.getByText('A second person must answer what was proposed.').first().waitFor();

  const other = await newPage();
  await signsIn(other, world(), 'supervisor');
  await other.getByRole('link', { name: /Approve or decline what was proposed: Jo / }).click();
  await other.getByText('They are a child, and said goodbye to everybody.').first().waitFor();
  await findsNothingToMend(other);
  await other.getByRole('textbox', { name: 'Your reason' }).fill('I have read the case, and see no lesser way.');
  await other.getByRole('button', { name: 'Approve' }).click();
  await other.getByRole('heading', { level: 1, name: /^Jo / }).waitFor();

  // Whoever has the case open sees it without asking.
  await page.getByText('Approved that the GP may be told').waitFor();
  expect(await jo.gp.receivesEmail(/What happened/)).toMatch(/Jo /);
  expect(elsewhere).toEqual([]);

  await page.getByRole('link', { name: 'Stand down' }).click();
  await findsNothingToMend(page);
  await page.getByRole('radio', { name: 'The client is safe' }).check();
  await page.getByRole('textbox', { name: 'How do you know?' }).fill('We spoke, and they are at home.');
  await page.getByRole('button', { name: 'Stand down' }).click();
  await theCase.reaches('aftercare');
});

journey('whoever was signed in long ago shows that it is them before an override', async () => {
  const dr = world().staff('practitioner');
  const ada = world().client();
  const theCase = await dr.raisesConcern(ada, 'significant');
  await theCase.reaches('awaiting-client');
  const page = await newPage();
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await page.getByText('The client is asked first').waitFor();
  expect(await page.getByRole('link', { name: 'Propose an override' }).count()).toBe(0);
  await world().fastForward('PT1H');
  await page.goto(`${world().heed.url}/cases/${theCase.id}/override`);
  await chooses(page, world().heed.demo.organisation.staff.practitioner.id);
  await page.getByRole('heading', { name: '1 of 3: Whom, and how much' }).waitFor();
  await theCase.standDown(dr, 'client-safe');
});

journey('without JavaScript a person tells whom the client agreed to, and signs out', async () => {
  const dr = world().staff('practitioner');
  const ben = world().client();
  const theCase = await afterAnswer(dr, ben, { 'contact-1': 'concern' });

  const page = await newPage({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  await signsIn(page, world(), 'practitioner', `/cases/${theCase.id}`);
  await page.getByRole('button', { name: 'Tell them' }).click();
  await ben.contact1.receivesSms(/./);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.goto(`${world().heed.url}/cases/${theCase.id}`);
  await page.getByRole('heading', { name: 'Choose who you are' }).waitFor();
  await theCase.standDown(dr, 'client-safe');
});

journey('what is owed to a case is done from the list of what waits, and a case is taken over', async () => {
  const dr = world().staff('practitioner');
  const eve = world().client();
  const theCase = await afterAnswer(dr, eve, { gp: 'refuse' }, { callBack: true });

  const page = await newPage();
  await signsIn(page, world(), 'practitioner');
  await page.getByRole('link', { name: /Call the client, who asked for it/ }).click();
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByRole('alert').getByText('What you wrote must not be empty.').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('textbox', { name: 'What was said or done' }).fill('We talked for ten minutes.');
  await page.getByRole('button', { name: 'It is done' }).click();
  await page.getByText('We talked for ten minutes.').waitFor();

  const supervisor = world().staff('supervisor');
  await theCase.act(dr, 'handovers', { to: supervisor.id, note: 'My shift ends.' });
  const other = await newPage();
  await signsIn(other, world(), 'supervisor');
  await other.getByRole('link', { name: /Take over the case, or not/ }).click();
  await findsNothingToMend(other);
  await other.getByRole('button', { name: 'Take it over' }).click();
  await other.getByText(/answered for by Ruth Ellery/).waitFor();
  await theCase.standDown(supervisor, 'client-safe');
});
