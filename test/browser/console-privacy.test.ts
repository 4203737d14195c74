import { archiveName } from '../../api/pages/copy-archive';
import { answerOf } from '../../client/heed-client';
import { sealAuditChains } from '../../records/audit/chain';
import { addList } from '../../records/marketing/lists';
import { createPool } from '../../records/pool';
import { heedItself, type Work } from '../../records/work';
import { childAtRisk } from '../support/child-at-risk';
import { findsNothingToMend, pagesInBrowser } from '../support/in-browser';
import { wasEnrolled } from '../support/retention-on-record';
import { signsIn } from '../support/signs-in';
import { tampering } from '../support/tampers';
import { until } from '../support/until';

/** The data protection officer's desk: what must not be late, what goes, what is kept, and who looked. domain.md §4, §5 */

const { world, newPage, journey } = pagesInBrowser();

const transact = <T>(work: (work: Work) => Promise<T>): Promise<T> =>
  world().heed.records.withOrganisation(world().heed.demo.organisation.id, world().now(), work);

journey('an opt-out stands on the desk with its clock until an administrator says that its list has it', async () => {
  const jo = world().client();
  // Nobody answers there.
  const webhook = { kind: 'webhook', url: 'https://127.0.0.1:1/', secret: `whsec_${'A'.repeat(32)}` } as const;
  await transact((work) => addList(work, heedItself, { name: 'Newsletter', target: webhook }));
  const page = await newPage({ viewport: { width: 320, height: 640 } });
  await signsIn(page, world(), 'dpo', '/privacy');
  await page.getByText('None. Every list has confirmed.').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('link', { name: 'Record an opt-out' }).click();
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByRole('alert').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('textbox', { name: 'Their email address' }).fill(jo.described.email ?? '');
  await page.getByRole('radio', { name: 'In a letter' }).check();
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByRole('heading', { level: 1, name: /An opt-out, received/ }).waitFor();
  await page.getByText('an administrator records that here').waitFor();
  expect(await page.getByRole('button', { name: /Whoever keeps the list/ }).count()).toBe(0);
  await findsNothingToMend(page);
  await page.goto(`${world().heed.url}/privacy`);
  await page
    .getByRole('row', { name: /Newsletter/ })
    .getByText(/6 days left/)
    .waitFor();
  await findsNothingToMend(page);

  const admin = await newPage({ javaScriptEnabled: false });
  await signsIn(admin, world(), 'admin', '/privacy');
  await admin
    .getByRole('row', { name: /Newsletter/ })
    .getByRole('link', { name: /^Jo / })
    .click();
  await admin.getByRole('button', { name: /Whoever keeps the list says it is done/ }).click();
  await admin.getByText('whoever keeps the list said so').waitFor();
});

journey('what is kept of a client is found by their address, held, and erased but for what is held', async () => {
  const ada = world().client();
  const { id: clientId } = ada.described;
  const practitionerId = world().heed.demo.organisation.staff.practitioner.id;
  const elevenMonthsAgo = new Date(world().now().getTime() - 345 * 24 * 60 * 60_000);
  await transact((work) => wasEnrolled(work, { clientId, practitionerId }, elevenMonthsAgo));

  const page = await newPage();
  await signsIn(page, world(), 'dpo', '/privacy');
  await page.getByRole('row', { name: /They (were told|have not been told)/ }).waitFor();
  await page.getByRole('textbox', { name: 'Find a client' }).fill('nobody@example.org');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByText('Nobody was found.').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('textbox', { name: 'Whom do you look for?' }).fill('');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByRole('alert').getByText('Whom you look for must not be empty.').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('textbox', { name: 'Whom do you look for?' }).fill(ada.described.email ?? '');
  await page.getByRole('button', { name: 'Find' }).click();
  await findsNothingToMend(page);
  // Whom they looked for stands in no address.
  expect(page.url()).toBe(`${world().heed.url}/privacy/find`);
  await page.getByRole('listitem').getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: /What is kept of/ }).waitFor();
  await findsNothingToMend(page);

  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save a copy of everything (ZIP)' }).click();
  // Nobody's name: whoever looks over a shoulder reads what files are called.
  expect((await saved).suggestedFilename()).toBe(archiveName);
  await page.getByRole('link', { name: 'Place a hold' }).click();
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await page.getByRole('alert').getByText('What is kept must be at least one.').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('checkbox', { name: 'Notes and summaries' }).check();
  await page.getByRole('textbox', { name: 'Why?' }).fill('A claim was announced.');
  await page.getByRole('textbox', { name: 'When does somebody look at it again?' }).fill('2027-06-01');
  await page.getByRole('button', { name: 'Place the hold' }).click();
  await page.getByRole('link', { name: /Lift this hold/ }).waitFor();

  await page.getByRole('link', { name: 'Erase everything' }).click();
  await page.getByText('A hold until it is reviewed on 2027-06-01').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('alert').getByText('Why it goes must be one of these.').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('radio', { name: 'The client asked for it' }).check();
  await page.getByRole('textbox', { name: 'How did it come about?' }).fill('They wrote to us on 3 March.');
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByRole('heading', { level: 1, name: /An erasure, ordered/ }).waitFor();
  await until('what could go has gone', async () => {
    await page.reload();
    return page.getByText('What could go has gone; the rest is held').isVisible();
  });
  await page
    .getByRole('row', { name: /Notes and summaries/ })
    .getByText('Kept by: a hold')
    .waitFor();
  await findsNothingToMend(page);

  await page.goto(`${world().heed.url}/privacy`);
  await page.getByRole('row', { name: /A claim was announced/ }).waitFor();
  await page.getByRole('row', { name: /9 of 10 kinds of data have gone/ }).waitFor();
  await findsNothingToMend(page);
  await page.getByRole('link', { name: /Lift it/ }).click();
  await findsNothingToMend(page);
  await page.getByRole('button', { name: 'Lift the hold' }).click();
});

journey('how long what is kept is settled in plain words, and refused where the law wants a reason', async () => {
  const page = await newPage();
  await signsIn(page, world(), 'dpo', '/privacy/schedule');
  await page.getByText('Nobody has settled it: as by default').waitFor();
  await findsNothingToMend(page);
  await page.getByRole('link', { name: 'Change it' }).click();
  await findsNothingToMend(page);
  const ofCases = page.getByRole('group', { name: 'Urgent care cases' });
  await ofCases.getByRole('textbox', { name: 'How long' }).fill('3 years');
  const ofNotes = page.getByRole('group', { name: 'Notes and summaries' });
  await ofNotes.getByRole('textbox', { name: 'How long' }).fill('a while');
  await page.getByRole('button', { name: 'Settle it' }).click();
  await page
    .getByRole('alert')
    .getByText(/Notes and summaries: how long it is kept must be a time such as/)
    .click();
  await findsNothingToMend(page);
  await ofNotes.getByRole('textbox', { name: 'How long' }).fill('1 year and 6 months');
  await page.getByRole('button', { name: 'Settle it' }).click();
  await page
    .getByRole('alert')
    .getByText(/says why case records are kept longer than a year/)
    .waitFor();
  await ofCases.getByRole('textbox', { name: 'Why it is kept on' }).fill('Claims may be brought for three years.');
  await page.getByRole('button', { name: 'Settle it' }).click();
  await page
    .getByRole('row', { name: /Urgent care cases/ })
    .getByText('3 years')
    .waitFor();
  await page
    .getByRole('row', { name: /Notes and summaries/ })
    .getByText('1 year and 6 months')
    .waitFor();
  await page.getByText('Version 1').waitFor();
});

journey('of two officers who settle at once the second is told so, and nothing of theirs is saved', async () => {
  const { heed } = world().staff('dpo');
  const settled = async () => answerOf(await heed.GET('/v1/retention/schedule'));
  const page = await newPage();
  await signsIn(page, world(), 'dpo', '/privacy/schedule/change');
  const { version, categories } = await settled();
  answerOf(await heed.PUT('/v1/retention/schedule', { body: { categories } }));
  const ofNotes = page.getByRole('group', { name: 'Notes and summaries' });
  await ofNotes.getByRole('textbox', { name: 'How long' }).fill('2 years');
  // Read through and sent again, it is still what they began with.
  for (let presses = 0; presses < 2; presses += 1) {
    await page.getByRole('button', { name: 'Settle it' }).click();
    await page.getByRole('alert').getByText('Somebody else has saved a schedule').waitFor();
  }
  await findsNothingToMend(page);
  expect(await ofNotes.getByRole('textbox', { name: 'How long' }).inputValue()).toBe('2 years');
  expect(await settled()).toEqual({ version: version + 1, categories });
});

journey('who did what is looked for, and a chain in which somebody wrote is named where it breaks', async () => {
  const dr = world().staff('practitioner');
  const bo = world().client();
  const theCase = await dr.raisesConcern(bo, 'significant');
  await theCase.reaches('awaiting-client');
  await world().fastForward('PT1H');
  await theCase.decide(dr, { ...childAtRisk, disclosures: [{ recipient: 'gp', tier: 'summary' }] });
  await theCase.reaches('awaiting-approval');
  const sealAll = async (): Promise<void> => {
    while ((await sealAuditChains(world().heed.records, world().now())) > 0);
  };
  await sealAll();

  const page = await newPage({ javaScriptEnabled: false });
  await signsIn(page, world(), 'dpo', '/privacy');
  await page.getByRole('row', { name: /Waits for an answer/ }).waitFor();
  await page.getByRole('link', { name: 'Overrides by month' }).click();
  await page.getByRole('link', { name: /The month before/ }).click();
  await page.getByText('Nobody proposed to tell anybody without consent.').waitFor();

  await page.goto(`${world().heed.url}/privacy/audit`);
  await page.getByRole('textbox', { name: 'In which case' }).fill(theCase.id);
  await page.getByRole('textbox', { name: 'What was done' }).fill('Concern raised');
  await page.getByRole('button', { name: 'Look for entries' }).click();
  await page.getByRole('link', { name: 'Concern raised' }).click();
  await page.getByText('Number in the chain').waitFor();
  await page.goBack();
  await page.getByRole('textbox', { name: 'What was done' }).fill('!!');
  await page.getByRole('button', { name: 'Look for entries' }).click();
  await page
    .getByRole('alert')
    .getByText(/What was done must be as the list calls it/)
    .waitFor();

  await page.goto(`${world().heed.url}/privacy/audit/chain`);
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await page.getByText(/The chain is whole from entry 1 to entry \d+/).waitFor();
  const owner = createPool({ connectionString: world().heed.database.ownerUrl, max: 1 });
  const organisation = world().heed.demo.organisation.id;
  await owner.query(
    tampering(`UPDATE audit_entries SET action = 'nothing.happened' WHERE id =
      (SELECT entry_id FROM audit_seals WHERE position = 3 AND organisation_id = '${organisation}')`),
  );
  await owner.end();
  await page.getByRole('button', { name: 'Check the chain again' }).click();
  await page.getByRole('heading', { name: /The chain is broken at entry 3/ }).waitFor();
  await page.getByRole('link', { name: 'Nothing happened' }).waitFor();

  const seen = await newPage();
  await signsIn(seen, world(), 'dpo', '/privacy/audit');
  await findsNothingToMend(seen);
  await seen.getByRole('link', { name: /Older/ }).click();
  await seen.getByRole('link', { name: /Newest/ }).waitFor();
  await findsNothingToMend(seen);
  await seen.goto(`${world().heed.url}/privacy/audit?client=nobody&from=soon`);
  await seen.getByRole('alert').waitFor();
  await findsNothingToMend(seen);
  await seen.goto(`${world().heed.url}/privacy/audit/chain`);
  await seen.getByRole('button', { name: 'Check the chain' }).click();
  await seen.getByRole('link', { name: 'Nothing happened' }).waitFor();
  await findsNothingToMend(seen);
  await seen.getByRole('link', { name: 'Nothing happened' }).click();
  await findsNothingToMend(seen);
  await seen.goto(`${world().heed.url}/privacy/overrides`);
  await findsNothingToMend(seen);

  const admin = await newPage();
  await signsIn(admin, world(), 'admin', '/privacy');
  expect(await admin.getByRole('link', { name: 'Who did and saw what' }).count()).toBe(0);
  for (const path of ['/privacy/audit', '/privacy/audit/chain', '/privacy/overrides']) {
    expect((await admin.goto(`${world().heed.url}${path}`))?.status()).toBe(403);
  }
  expect((await (await newPage()).goto(`${world().heed.url}/privacy`))?.url()).not.toContain('/privacy');
  await theCase.standDown(dr, 'client-safe');
});
