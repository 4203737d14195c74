import { demoOrganisations } from '../../prisma/demo-data';
import { newId } from '../../records/ids';
import { addClient } from '../../records/organisations';
import type { CaseView } from '../../records/urgent-care/read-case';
import type { RecipientName } from '../../workflows/urgent-care/words';
import type { CaseInWorld, ClientInWorld, Staff } from '../support/people';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** What people answer by SMS. Only an exact code counts; what is none goes to a person. domain.md §3.7 */

let world: World;
let dr: Staff;
beforeAll(async () => {
  world = await createWorld();
  dr = world.staff('practitioner');
}, 60_000);
afterAll(() => world?.stop());

/** A case whose first contact was told. */
async function toldCase(client: ClientInWorld): Promise<CaseInWorld & { readonly code: string }> {
  const theCase = await dr.raisesConcern(client, 'significant');
  const { code } = await theCase.reaches('awaiting-client');
  const answers = { answers: [{ recipient: 'contact-1', answer: 'agree', tier: 'concern' }], via: 'phone' };
  await world.call(dr.token, 'POST', `/v1/urgent-care/cases/${theCase.id}/client-answers`, answers);
  await theCase.proceed(dr, 'contact-1');
  await client.contact1.receivesSms(new RegExp(`1 ${code}`));
  await theCase.reaches('awaiting-acknowledgement');
  return { ...theCase, code };
}

/** Another client with the same people around them: their contact has one phone, and hears of two cases. */
async function sharingContactsWith(client: ClientInWorld): Promise<ClientInWorld> {
  const like = demoOrganisations[0].clients.find(({ id }) => id === client.described.id);
  if (!like) throw new Error('The client is none of the demo.');
  const id = newId();
  await world.heed.records.withOrganisation(world.heed.demo.organisation.id, new Date(), (work) =>
    addClient(work, { ...like, id }),
  );
  return { ...client, described: { ...client.described, id } };
}

const statusOf = ({ recipients }: CaseView, name: RecipientName = 'contact-1'): string | undefined =>
  recipients.find(({ recipient }) => recipient === name)?.status;
const contactIs = (theCase: CaseInWorld, status: string): Promise<boolean> =>
  until(`the contact is ${status}`, async () => statusOf(await theCase.read()) === status);
const newsFor = (staff: Staff, { code }: { readonly code: string }): Promise<void> =>
  staff.receivesSms(new RegExp(`case ${code} .*something new`));

const hoursAndCrisisLines = [/Monday to Friday/, /999/, /111/, /116 123/, /SHOUT to 85258/, /not an emergency service/];
async function isAnswered(person: Pick<ClientInWorld, 'receivesSms'>, opening: RegExp): Promise<void> {
  const answer = await person.receivesSms(opening);
  for (const line of hoursAndCrisisLines) expect(answer).toMatch(line);
}
const aPersonReadsIt = /a person will read this/;
const nobodyReadsIt = /Nobody reads messages here/;

test('a digit, or a digit and the case code, is an answer of whoever was told, and is thanked for', async () => {
  const jo = world.client();
  const theCase = await toldCase(jo);
  await jo.contact2.repliesBySms(`1 ${theCase.code}`);
  await isAnswered(jo.contact2, nobodyReadsIt);
  await jo.contact1.repliesBySms('0');
  await contactIs(theCase, 'acknowledged');
  await jo.contact1.repliesBySms(` 2  ${theCase.code.toLowerCase()} `);
  await contactIs(theCase, 'cannot');
  await jo.contact1.repliesBySms(`1 ${theCase.code}`);
  await contactIs(theCase, 'acting');
  await jo.contact1.receivesSms(/thank you, we have your answer/);
  await jo.receivesSms(/we told/);
});

test('what only resembles a code is no answer: it goes to a person, and hours and crisis lines come back', async () => {
  const ada = world.client();
  const theCase = await toldCase(ada);
  const before = ada.contact1.smsCount();
  const resembling = ['1 please', '10', '1 ZZZZ', 'I am away until Monday. 1 new message'];
  for (const words of resembling) await ada.contact1.repliesBySms(words);
  expect(ada.contact1.smsCount()).toBe(before + resembling.length);
  await isAnswered(ada.contact1, aPersonReadsIt);
  await newsFor(dr, theCase);
  expect(statusOf(await theCase.read())).toMatch(/sent|delivered/);
  const passedOn = (await theCase.timeline()).filter(({ kind }) => kind === 'reply.received');
  expect(passedOn.map(({ text }) => text)).toEqual(resembling.map((words) => `They wrote: ${words}`));
  expect(passedOn[0]?.actor).toMatchObject({ kind: 'contact', name: ada.described.urgentCarePlan.contacts[0]?.name });
});

test('on a phone that was told of two cases a digit alone asks which one, and the code tells', async () => {
  const ben = world.client();
  const other = await sharingContactsWith(ben);
  const first = await toldCase(ben);
  const second = await toldCase(other);

  await ben.contact1.repliesBySms('1');
  await ben.contact1.receivesSms(/more than one message from us.*digit and the code/);
  await newsFor(dr, first);
  await newsFor(dr, second);
  for (const theCase of [first, second]) expect(statusOf(await theCase.read())).toMatch(/sent|delivered/);

  await ben.contact1.repliesBySms(`1 ${second.code}`);
  await contactIs(second, 'acting');
  expect(statusOf(await first.read())).toMatch(/sent|delivered/);
  await ben.contact1.repliesBySms(`2 ${first.code}`);
  await contactIs(first, 'cannot');
  expect(statusOf(await second.read())).toBe('acting');
});

test('an answer that comes after the end is thanked and recorded, and changes nothing', async () => {
  const cleo = world.client();
  const theCase = await toldCase(cleo);
  await theCase.standDown(dr, 'client-safe');
  const ended = await theCase.reaches('closed');

  await cleo.contact1.repliesBySms('1');
  await cleo.contact1.receivesSms(/you do not need to do anything more/i);
  const late = (await theCase.timeline()).at(-1);
  expect(late).toMatchObject({ kind: 'acknowledgement.late', actor: { kind: 'contact' } });
  await cleo.contact1.repliesBySms('Is she all right?');
  await isAnswered(cleo.contact1, nobodyReadsIt);
  expect((await theCase.timeline()).at(-1)).toMatchObject({
    kind: 'reply.received',
    text: 'They wrote: Is she all right?',
  });
  expect(await theCase.read()).toEqual(ended);
});

test('what a contact of two cases writes goes to the one that is still open', async () => {
  const finn = world.client();
  const open = await toldCase(finn);
  const over = await toldCase(await sharingContactsWith(finn));
  await over.standDown(dr, 'client-safe');
  await over.reaches('closed');

  await finn.contact1.repliesBySms('I am on my way to him.');
  await isAnswered(finn.contact1, aPersonReadsIt);
  await newsFor(dr, open);
  const kinds = async (theCase: CaseInWorld) => (await theCase.timeline()).map(({ kind }) => kind);
  expect(await kinds(open)).toContain('reply.received');
  expect(await kinds(over)).not.toContain('reply.received');
});

test('what a client writes goes to the owner, and hours and crisis lines come back', async () => {
  const dev = world.client();
  const theCase = await dr.raisesConcern(dev, 'significant');
  const { code } = await theCase.reaches('awaiting-client');
  await dev.repliesBySms('Please do not call my sister.');
  await isAnswered(dev, aPersonReadsIt);
  await newsFor(dr, { code });
  const passedOn = (await theCase.timeline()).find(({ kind }) => kind === 'reply.received');
  expect(passedOn).toMatchObject({ actor: { kind: 'client' }, text: 'They wrote: Please do not call my sister.' });
});
