import { recordOptOut } from '../../records/marketing/opt-outs';
import { isSuppressed } from '../../records/marketing/suppressions';
import { heedItself } from '../../records/work';
import { changeAddresses, ticked } from '../support/marketing-on-record';
import { marketingRecords } from '../support/marketing-records';
import { newKeyRing } from '../support/records';

/** What somebody agreed to, and what their opt-out leaves behind: one transaction each. domain.md §4 */

const story = marketingRecords();
const { agrees, hoursLater, imported, inForce, mailbox, optsOut, suppressed } = story;

describe('a consent', () => {
  test('is in force for its channel and topic, with the words that were agreed to under the client’s key', async () => {
    await agrees('email', ticked(story.now));
    expect(await inForce()).toEqual(['email/courses']);
    const [row] = await story.underTest.asOwner<{ sealed: Buffer; given_at: Date; source: string }>(
      'SELECT sealed, given_at, source FROM marketing_consents WHERE client_id = $1',
      [story.client.id],
    );
    if (!row) throw new Error('Nothing is on record.');
    expect(row).toMatchObject({ given_at: story.now, source: 'person' });
    const words = await story.here.transact((work) => work.open(story.client.id, row.sealed));
    expect(words).toEqual({ wording: 'Send me news of courses.' });
  });

  test('given twice stands once, with its newest evidence', async () => {
    const first = story.now;
    story.now = hoursLater(1);
    await agrees('email', ticked(story.now));
    await agrees('email', ticked(first));
    await agrees('email', ticked(story.now));
    const rows = await story.underTest.asOwner<{ given_at: Date }>(
      'SELECT given_at FROM marketing_consents WHERE client_id = $1',
      [story.client.id],
    );
    expect(rows).toEqual([{ given_at: story.now }]);
  });

  test('that was given in time to come is refused', async () => {
    await expect(agrees('email', ticked(hoursLater(1)))).rejects.toMatchObject({ fault: 'invalid-input' });
    expect(await inForce()).toEqual([]);
  });

  test('after a death is refused', async () => {
    await story.underTest.asOwner('UPDATE clients SET held = true WHERE id = $1', [story.client.id]);
    await expect(agrees('email', ticked(story.now))).rejects.toMatchObject({ problem: 'client-held' });
  });

  test('to a channel on which nothing reaches them is refused', async () => {
    await story.here.transact(async (work) => {
      const { sealed } = await work.db.client.findUniqueOrThrow({ where: { id: story.client.id } });
      const words = await work.open<object>(story.client.id, sealed);
      const data = { sealed: await work.seal(story.client.id, { ...words, mobile: null }) };
      await work.db.client.update({ where: { id: story.client.id }, data });
    });
    await expect(agrees('sms', ticked(story.now))).rejects.toMatchObject({
      fault: 'invalid-input',
      details: { errors: [{ path: 'channel', message: 'no mobile number is known of them' }] },
    });
  });
});

describe('a suppression', () => {
  test('is lifted by the person who agrees after they had opted out', async () => {
    await optsOut({ clientId: story.client.id });
    story.now = hoursLater(1);
    await agrees('email', ticked(story.now));
    expect(await suppressed('email', story.client.email)).toBe(false);
    expect(await suppressed('sms', story.client.mobile)).toBe(true);
    expect(await inForce()).toEqual(['email/courses']);
  });

  test.each([
    ['an import of what was agreed to before', () => imported(hoursLater(-24))],
    ['an import that says it is newer', () => imported(hoursLater(0))],
    ['what the person had agreed to before', () => ticked(hoursLater(-24))],
  ])('is not lifted by %s', async (_what, evidence) => {
    await optsOut({ clientId: story.client.id }, { receivedAt: hoursLater(-2) });
    await expect(agrees('email', evidence())).rejects.toMatchObject({ fault: 'conflict', problem: 'suppressed' });
    expect(await suppressed('email', story.client.email)).toBe(true);
    expect(await inForce()).toEqual([]);
  });

  test('follows its owner to another address: no import brings them back, only their own word', async () => {
    await optsOut({ clientId: story.client.id }, { receivedAt: hoursLater(-2) });
    await story.here.transact((work) => changeAddresses(work, story.client.id, { email: mailbox('moved') }));
    await expect(agrees('email', imported(story.now))).rejects.toMatchObject({ problem: 'suppressed' });
    expect(await inForce()).toEqual([]);
    await agrees('email', ticked(story.now));
    await agrees('email', imported(story.now));
    expect(await inForce()).toEqual(['email/courses']);
  });

  test('that was lifted lets no import in of what the opt-out had ended', async () => {
    const before = story.now;
    story.now = hoursLater(1);
    await optsOut({ clientId: story.client.id });
    story.now = hoursLater(1);
    await agrees('email', ticked(story.now));
    await expect(agrees('email', imported(before))).rejects.toMatchObject({ problem: 'suppressed' });
  });

  test('counts from the newest opt-out: what was agreed to between two of them lifts nothing', async () => {
    const between = hoursLater(1);
    await optsOut({ clientId: story.client.id });
    story.now = hoursLater(2);
    await optsOut({ clientId: story.client.id });
    await expect(agrees('email', ticked(between))).rejects.toMatchObject({ problem: 'suppressed' });
  });

  test('is found under every key of the ring, and stands there once', async () => {
    await optsOut({ email: story.client.email });
    const ring = [...newKeyRing('index-2'), ...story.underTest.config.INDEX_KEYS];
    const rotated = story.underTest.openWith({ INDEX_KEYS: ring });
    const seen = await rotated.withOrganisation(story.here.organisation.id, story.now, async (work) => {
      const before = await isSuppressed(work, 'email', story.client.email);
      await recordOptOut(work, heedItself, {
        whom: { email: story.client.email },
        source: 'phone',
        receivedAt: story.now,
      });
      const hashes = work.suppressionHashes(story.client.email);
      return { before, rows: await work.db.suppression.count({ where: { addressHash: { in: hashes } } }) };
    });
    expect(seen).toEqual({ before: true, rows: 1 });
  });

  test('has a hash of its own: nothing else on record is found by it', async () => {
    const hashes = await story.here.transact(async (work) => ({
      index: Buffer.from(work.index(story.client.email)).toString('hex'),
      suppression: Buffer.from(work.suppressionHash(story.client.email)).toString('hex'),
    }));
    expect(hashes.suppression).not.toBe(hashes.index);
    await optsOut({ email: story.client.email });
    const [found] = await story.underTest.asOwner(
      `SELECT (SELECT count(*)::int FROM suppressions WHERE address_hash = decode($1, 'hex')) AS suppressed,
              (SELECT count(*)::int FROM clients WHERE email_index = decode($1, 'hex')) AS clients`,
      [hashes.suppression],
    );
    expect(found).toEqual({ suppressed: 1, clients: 0 });
  });

  test('outlives its owner’s key', async () => {
    await optsOut({ clientId: story.client.id });
    await story.here.transact((work) => work.destroyKey(story.client.id));
    expect(await suppressed('email', story.client.email)).toBe(true);
  });
});
