import type { DescribedClient } from '../../prisma/seed';
import { registerInterest } from '../../records/interests/interests';
import { recordOptOut } from '../../records/marketing/opt-outs';
import { register } from '../../records/sign-up/register';
import { heedItself } from '../../records/work';
import { ticked } from '../support/marketing-on-record';
import { marketingRecords } from '../support/marketing-records';

/** Who has opted out when the transaction of an opt-out has committed, also when several come at once. domain.md §4 */

const story = marketingRecords();
const { agrees, hoursLater, imported, inForce, listsToldOf, mailbox, nextNewcomer, optOutRow, optsOut, registered } =
  story;
const { suppressed, withList } = story;

describe('who opts out', () => {
  test('as a client is written to on no channel any more, from the same transaction on', async () => {
    await agrees('email', ticked(story.now));
    await agrees('sms', ticked(story.now));
    story.now = hoursLater(1);
    await optsOut({ clientId: story.client.id });
    expect(await inForce()).toEqual([]);
    expect(await suppressed('email', story.client.email)).toBe(true);
    expect(await suppressed('sms', story.client.mobile)).toBe(true);
  });

  test('by one channel’s address keeps the other one', async () => {
    await agrees('email', ticked(story.now));
    await agrees('sms', ticked(story.now));
    story.now = hoursLater(1);
    const { id } = await optsOut({ mobile: story.client.mobile });
    expect(await inForce()).toEqual(['email/courses']);
    expect(await suppressed('email', story.client.email)).toBe(false);
    expect(await suppressed('sms', story.client.mobile)).toBe(true);
    expect(await optOutRow(id)).toMatchObject({ client_id: story.client.id, channels: ['sms'] });
  });

  test('is known by the address in whatever case it is written', async () => {
    await optsOut({ email: story.client.email.toUpperCase() });
    expect(await suppressed('email', story.client.email)).toBe(true);
  });

  test('with an address that nobody knows is suppressed all the same, and told to the lists', async () => {
    const listId = await withList();
    const { id } = await optsOut({ email: 'somebody@else.example' });
    expect(await suppressed('email', 'somebody@else.example')).toBe(true);
    expect(await listsToldOf(id)).toEqual([listId]);
    expect(await optOutRow(id)).toMatchObject({ client_id: null, completed_at: null });
  });

  test('of an organisation is written to by another one', async () => {
    await optsOut({ email: story.client.email });
    expect(await suppressed('email', story.client.email, story.elsewhere)).toBe(false);
    const asked = story.elsewhere.transact((work) =>
      recordOptOut(work, heedItself, { whom: { clientId: story.client.id }, source: 'phone', receivedAt: story.now }),
    );
    await expect(asked).rejects.toMatchObject({ fault: 'not-found' });
  });

  test('cannot have done so in time to come', async () => {
    await expect(optsOut({ clientId: story.client.id }, { receivedAt: hoursLater(1) })).rejects.toMatchObject({
      fault: 'invalid-input',
      details: { errors: [{ path: 'receivedAt', message: 'lies in the future' }] },
    });
    expect(await suppressed('email', story.client.email)).toBe(false);
  });

  test('is interested no more', async () => {
    const whom = mailbox('curious');
    await story.here.transact((work) => registerInterest(work, heedItself, whom));
    await optsOut({ email: whom });
    const ended = await story.underTest.asOwner(`SELECT FROM interests WHERE ended_because = 'opted-out'`);
    expect(ended).toHaveLength(1);
  });
});

describe('at the same time', () => {
  test('two opt-outs of one person are one', async () => {
    await withList();
    const ids = await Promise.all([
      optsOut({ clientId: story.client.id }),
      optsOut({ clientId: story.client.id }),
      optsOut({ clientId: story.client.id }),
    ]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
    expect(ids.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test('two opt-outs of an address that nobody knows are one', async () => {
    await withList();
    const whom = { email: mailbox('nobody') };
    const ids = await Promise.all([optsOut(whom), optsOut(whom), optsOut(whom)]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
  });

  test('an opt-out and an import: whichever came first, nothing is sent', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id: clientId, email } = await registered();
      await Promise.allSettled([agrees('email', imported(hoursLater(-1)), clientId), optsOut({ clientId })]);
      expect({ inForce: await inForce(clientId), suppressed: await suppressed('email', email) }).toEqual({
        inForce: [],
        suppressed: true,
      });
    }
  });

  test('an opt-out by an address and its registration: no consent is in force that came before', async () => {
    for (let round = 0; round < 5; round += 1) {
      const registration = nextNewcomer();
      const [registering] = await Promise.all([
        story.here.transact((work) => register(work, story.here.caller('admin'), registration)),
        optsOut({ email: registration.person.email }),
      ]);
      expect(await inForce(registering.clientId)).toEqual([]);
      expect(await suppressed('email', registration.person.email)).toBe(true);
    }
  });
});

test('a demo client is known by their number, whoever treats them', async () => {
  const known: DescribedClient = story.here.client(0);
  const { id } = await optsOut({ mobile: known.mobile ?? '' });
  expect(await optOutRow(id)).toMatchObject({ client_id: known.id });
});
