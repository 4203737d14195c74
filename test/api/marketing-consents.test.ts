import { evidence, hoursAgo, marketingByApi } from '../support/marketing-by-api';
import { registerByApi } from '../support/newcomers-by-api';

/** Consents as platforms record them, and as they are given at sign-up. contract.md §6 */

const story = marketingByApi();
const { agree, optOut, refused, standing } = story;

describe('a consent', () => {
  test('is answered with where the client stands', async () => {
    const given = evidence();
    expect(await agree({ evidence: given })).toMatchObject({
      status: 201,
      body: {
        clientId: story.clientId,
        consents: [{ channel: 'email', topic: 'courses', source: 'person', givenAt: given.at }],
        suppressed: { email: false, sms: false },
        optOuts: [],
      },
    });
  });

  test.each([
    ['no topic', { topics: [] }, 'topics'],
    ['another channel', { channel: 'post' }, 'channel'],
    ['no wording', { evidence: { ...evidence(), wording: ' ' } }, 'evidence/wording'],
    ['another source', { evidence: evidence(hoursAgo(1), 'guess') }, 'evidence/source'],
    ['a time to come', { evidence: evidence(hoursAgo(-2)) }, 'evidence/at'],
    ['a time that is none', { evidence: evidence('yesterday') }, 'evidence/at'],
  ])('with %s is refused, and what is wrong is named', async (_what, changes, path) => {
    const reply = await refused(() => agree(changes));
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  test('of another organisation’s client is not found', async () => {
    const [stranger] = story.api.demo.otherOrganisation.clients;
    expect((await refused(() => agree({ clientId: stranger?.id }))).status).toBe(404);
  });

  test('brought in for somebody who opted out is a conflict, and changes nothing', async () => {
    await optOut({ clientId: story.clientId });
    const reply = await refused(() => agree({ evidence: evidence(hoursAgo(0), 'import') }));
    expect(reply).toMatchObject({ status: 409, body: { type: 'urn:heed:problem:suppressed' } });
    expect(await standing()).toMatchObject({ consents: [], suppressed: { email: true, sms: true } });
  });

  test('given by the person after they had opted out counts', async () => {
    await optOut({ clientId: story.clientId, receivedAt: hoursAgo(5) });
    expect((await agree({ evidence: evidence(hoursAgo(6)) })).status).toBe(409);
    expect((await agree({ evidence: evidence(hoursAgo(1)) })).status).toBe(201);
    expect(await standing()).toMatchObject({
      consents: [{ channel: 'email', topic: 'courses' }],
      suppressed: { email: false, sms: true },
    });
  });
});

describe('at sign-up', () => {
  const ticked = (marketing: object) => registerByApi(story.api, { marketing });

  test('the boxes that were ticked are consents of the person, given there and then', async () => {
    const { clientId } = await ticked({ email: true, topics: ['courses', 'events'], wording: 'Yes, send me news.' });
    expect(await standing(clientId)).toMatchObject({
      consents: [
        { channel: 'email', topic: 'courses', source: 'person' },
        { channel: 'email', topic: 'events', source: 'person' },
      ],
    });
    const [row] = await story.api.asOwner<{ sealed: Buffer }>(
      'SELECT sealed FROM marketing_consents WHERE client_id = $1 LIMIT 1',
      [clientId],
    );
    const words = await story.api.cases.transact((work) => work.open(clientId, row?.sealed ?? Buffer.of()));
    expect(words).toEqual({ wording: 'Yes, send me news.' });
  });

  test.each([
    ['nothing', {}],
    ['no box, beside topics', { topics: ['courses'] }],
  ])('who ticks %s has agreed to nothing', async (_what, marketing) => {
    const { clientId } = await ticked(marketing);
    expect(await standing(clientId)).toMatchObject({ consents: [], suppressed: { email: false, sms: false } });
  });
});
