import { childAtRisk } from '../support/child-at-risk';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { signsIn } from '../support/signs-in';

/** What a supervisor sees to: what was not done in time, what waits for a second look, and who has how much. domain.md §3 */

const { world, newPage, journey } = pagesInBrowser();

journey('a supervisor sees what is late, whose it is, and goes on to the case', async () => {
  const dr = world().staff('practitioner');
  const jo = world().client();
  const page = await newPage();
  await signsIn(page, world(), 'supervisor', '/supervision');
  await page.getByText('Nothing is overdue.').waitFor();
  await page.getByText('No case is open.').waitFor();
  await findsNothingToMend(page);

  const theCase = await dr.raisesConcern(jo, 'significant');
  await theCase.reaches('awaiting-client');
  await page.getByRole('link', { name: 'Dr Amara Obi' }).waitFor();
  await world().fastForward('PT1H');
  await theCase.reaches('deciding');
  await page.reload();
  await page.getByText('Nothing is overdue.').waitFor();

  await world().fastForward('PT16M');
  await page.reload();
  const late = page.locator('#overdue tbody tr');
  expect(await late.count()).toBe(1);
  await late.getByRole('link', { name: jo.described.name }).waitFor();
  await late.getByText(/min( \d\d s)? over/).waitFor();
  await findsNothingToMend(page);

  await page.getByRole('link', { name: 'Dr Amara Obi' }).click();
  await page.getByRole('heading', { level: 1, name: 'Open cases of Dr Amara Obi' }).waitFor();
  await findsNothingToMend(page);
  await page.goBack();
  await late.getByRole('link', { name: 'Decide whom to tell' }).click();
  await page.getByText('Somebody must decide now whom to tell.').first().waitFor();
  await theCase.standDown(dr, 'client-safe');
});

journey('what was proposed waits for a second look, and an override for its review', async () => {
  const dr = world().staff('practitioner');
  const theCase = await dr.raisesConcern(world().client(), 'significant');
  await theCase.reaches('awaiting-client');
  await world().fastForward('PT1H');
  await theCase.decide(dr, { ...childAtRisk, disclosures: [{ recipient: 'gp', tier: 'summary' }] });
  const { checkpoint } = await theCase.reaches('awaiting-approval');

  const page = await newPage({ javaScriptEnabled: false });
  await signsIn(page, world(), 'supervisor', '/supervision');
  const waiting = page.locator('#reviews tbody tr');
  await waiting.getByRole('link', { name: 'Approve or decline what was proposed' }).waitFor();

  const decisionId = checkpoint?.decisionId ?? '';
  const reason = 'I have read the case, and see no lesser way.';
  await theCase.act(world().staff('supervisor'), 'approvals', { decisionId, answer: 'approve', reason });
  await theCase.standDown(dr, 'client-safe');
  await theCase.reaches('aftercare');
  await world().settle();
  await page.reload();
  await waiting.getByRole('link', { name: 'Review the override' }).waitFor();
  await waiting.getByText('2 days left').waitFor();
});

journey('nobody else has the supervision of everybody', async () => {
  for (const key of ['practitioner', 'admin'] as const) {
    const page = await newPage();
    await signsIn(page, world(), key, '/supervision');
    await page.getByRole('heading', { name: 'There is nothing here for you' }).waitFor();
    expect(await page.getByRole('link', { name: 'Supervision' }).count()).toBe(0);
  }
});
