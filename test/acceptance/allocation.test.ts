import { answerOf } from '../../client/heed-client';
import type { WhatHappened } from '../../workflows/sign-up/contract';
import { beforeAllocation } from '../support/allocation-on-record';
import type { NewcomerInWorld } from '../support/newcomers';
import { happensIn } from '../support/sign-up-on-record';
import { until } from '../support/until';
import { createWorld, type World } from '../support/world';

/** From the proposal of a practitioner to the first session, in the words of domain.md §2.6. */

// Weeks are skipped in small steps, and each step settles.
jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.stop());

const happens = (robin: NewcomerInWorld, ...happenings: readonly WhatHappened[]): Promise<void> =>
  world.heed.records.withOrganisation(world.heed.demo.organisation.id, world.now(), (work) =>
    happensIn(work, robin.signUpId, happenings),
  );

const confirms = (robin: NewcomerInWorld) =>
  robin.act(world.staff('supervisor'), 'allocation-decisions', { kind: 'confirm' });
const accepts = (robin: NewcomerInWorld) =>
  robin.act(world.staff('practitioner'), 'allocation-answers', { answer: 'accept' });
const proposed = async ({ signUpId }: NewcomerInWorld): Promise<string | null> => {
  const params = { path: { signUpId } };
  return answerOf(await world.platform.GET('/v1/sign-ups/{signUpId}/allocation', { params })).proposed;
};
const toTrauma = { preferences: { presentingNeed: 'trauma' } };

test('a practitioner is proposed, confirmed, asked and accepts; the client hears who is there for them', async () => {
  const [asked, admin] = [world.staff('practitioner'), world.staff('admin')];
  const before = asked.smsCount();
  const robin = await world.newcomer('Robin', toTrauma);
  await happens(robin, ...beforeAllocation);
  await admin.receivesSms(/has a practitioner proposed/);
  expect(await proposed(robin)).toBe(asked.id);
  expect(asked.smsCount()).toBe(before);

  await confirms(robin);
  await asked.receivesSms(/is offered to you/);
  await accepts(robin);
  await robin.receivesSms(/from now on Dr Amara Obi is there for you/);
  expect(await robin.status()).toBe('enrolled');
});

test('who does not answer in time is passed over, and so is the next, until a supervisor sees to it', async () => {
  const robin = await world.newcomer('Robin', toTrauma);
  await happens(robin, ...beforeAllocation);
  await confirms(robin);
  await world.staff('practitioner').receivesSms(/is offered to you/);
  // Two working days are at most six days long: a weekend with two bank holidays.
  await world.fastForward('P7D');
  await robin.reaches('allocating');
  expect(await proposed(robin)).toBe(world.staff('secondPractitioner').id);

  await confirms(robin);
  await world.staff('secondPractitioner').receivesSms(/is offered to you/);
  await world.fastForward('P7D');
  await robin.reaches('allocating');
  expect(await proposed(robin)).toBeNull();
  await world.staff('supervisor').receivesSms(/has no practitioner who suits/);
});

test('a safety answer holds the allocation, and the practitioner’s time, until a person has judged', async () => {
  const robin = await world.newcomer('Robin', toTrauma);
  await happens(robin, ...beforeAllocation);
  await confirms(robin);
  await happens(robin, { kind: 'safety-raised', concernId: 'concern-1' });
  await world.fastForward('P7D');
  expect(await robin.status()).toBe('safety-conversation');

  await happens(robin, { kind: 'safety-judged', concernId: 'concern-1' });
  await robin.reaches('awaiting-practitioner');
  expect(await proposed(robin)).toBe(world.staff('practitioner').id);
  await accepts(robin);
  await robin.reaches('enrolled');
});

test('a cancelled booking reaches the practitioner, by the client’s code and no name', async () => {
  const client = world.client();
  const { practitionerId, name } = client.described;
  const key = practitionerId === world.staff('practitioner').id ? 'practitioner' : 'secondPractitioner';
  const cancelled = await world.platform.POST('/v1/bookings/{bookingId}/cancelled', {
    params: { path: { bookingId: 'booking-1' } },
    body: { clientId: client.described.id, at: world.now().toISOString() },
  });
  expect(cancelled.response.status).toBe(202);
  await world.staff(key).receivesSms(/your client [A-Z0-9]{5} cancelled a booking/);
  const { mobile } = world.heed.demo.organisation.staff[key];
  const written = await until('the notice', () => {
    const texts = world.heed.sandbox.messages({ to: mobile, channel: 'sms' }).map(({ text }) => text);
    return texts.find((text) => text.includes('cancelled a booking'));
  });
  for (const part of name.split(' ')) expect(written).not.toContain(part);
});
