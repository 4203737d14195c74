import { answerOf, type Body } from '../../client/heed-client';
import { sandboxGroup } from '../../local/sandbox/sendgrid/suppression-groups';
import { erasureWorkflowId } from '../../workflows/erasure/contract';
import { marketingMessageWorkflowId } from '../../workflows/marketing-message/contract';
import { marketingOptOutWorkflowId } from '../../workflows/marketing-opt-out/contract';
import { retentionWorkflowId } from '../../workflows/retention/contract';
import { until } from '../support/until';
import type { World } from '../support/world';

/** What marketing, retention and erasure do, each with a history in `histories/`. @returns the workflow's id */
export const privacyBehaviours: Readonly<Record<string, (world: World) => Promise<string>>> = {
  'opt-out-confirmed': async (world) => {
    await hasList(world, { kind: 'sendgrid-group', name: sandboxGroup.name, groupId: sandboxGroup.id });
    const id = await optsOut(world);
    await until('every list to confirm', async () => {
      const params = { path: { optOutId: id } };
      return answerOf(await world.platform.GET('/v1/marketing/opt-outs/{optOutId}', { params })).completedAt;
    });
    return marketingOptOutWorkflowId(id);
  },

  'opt-out-breached-and-confirmed': async (world) => {
    const list = await hasList(world, {
      kind: 'webhook',
      name: 'A platform that refuses what it is told',
      url: `${world.heed.sandbox.url}/platform/opt-outs`,
      secret: `whsec_${Buffer.from('another secret of theirs').toString('base64')}`,
    });
    const id = await optsOut(world);
    await world.fastForward('P8D');
    const confirmed = { params: { path: { optOutId: id } }, body: { list } };
    answerOf(await world.staff('admin').heed.POST('/v1/marketing/opt-outs/{optOutId}/confirmations', confirmed));
    await world.settle();
    return marketingOptOutWorkflowId(id);
  },

  'mailing-paused-and-sent': async (world) => {
    const client = world.client().described;
    const agreed: Body<'recordMarketingConsent'> = {
      clientId: client.id,
      channel: 'email',
      topics: ['courses'],
      evidence: { at: world.now().toISOString(), wording: 'Yes, write to me.', source: 'person' },
    };
    answerOf(await world.platform.POST('/v1/marketing/consents', { body: agreed }));
    // While SendGrid is away for a moment, somebody thinks again.
    world.heed.sandbox.setFaults([{ vendor: 'sendgrid', fault: '500', times: 2 }]);
    const { heed: admin } = world.staff('admin');
    const news: Body<'orderMarketingMessage'> = {
      topic: 'courses',
      subject: 'What is new',
      text: 'New evening hours.',
      audience: 'all-consented',
    };
    const { id } = answerOf(await admin.POST('/v1/marketing/messages', { body: news }));
    const params = { path: { messageId: id } };
    answerOf(await admin.POST('/v1/marketing/messages/{messageId}/pause', { params }));
    await world.fastForward('PT1H');
    answerOf(await admin.POST('/v1/marketing/messages/{messageId}/resume', { params }));
    await until(
      'the message to be sent',
      async () => answerOf(await admin.GET('/v1/marketing/messages/{messageId}', { params })).status === 'sent',
    );
    return marketingMessageWorkflowId(id);
  },

  'retention-carried-out': async (world) => {
    const enrolmentId = await endedEnrolment(world);
    await world.fastForward('P340D');
    await world.fastForward('P30D');
    await world.settle();
    return retentionWorkflowId(enrolmentId, 1);
  },

  'erasure-held': async (world) => {
    const { id: clientId } = world.client().described;
    const hold: Body<'placeHold'> = { categories: ['notes'], reason: 'A claim.', reviewOn: '2030-01-01' };
    const params = { path: { clientId } };
    answerOf(await world.staff('dpo').heed.POST('/v1/clients/{clientId}/holds', { params, body: hold }));
    return erasureWorkflowId(await erased(world, clientId, 'held'));
  },

  'erasure-done': async (world) => erasureWorkflowId(await erased(world, world.client().described.id, 'done')),
};

async function erased(world: World, clientId: string, status: 'held' | 'done'): Promise<string> {
  const { heed: dpo } = world.staff('dpo');
  const order = { basis: 'rights-request', reason: 'They asked for it.' } as const;
  const ordered = await dpo.POST('/v1/clients/{clientId}/erasures', { params: { path: { clientId } }, body: order });
  const { id } = answerOf(ordered);
  await world.fastForward('PT1H');
  const params = { path: { erasureId: id } };
  await until(
    `the erasure to be ${status}`,
    async () => answerOf(await dpo.GET('/v1/erasures/{erasureId}', { params })).status === status,
  );
  return id;
}

async function endedEnrolment(world: World): Promise<string> {
  const { platform } = world;
  const { id: clientId, practitionerId } = world.client().described;
  const begins = { clientId, practitionerId, startedAt: world.now().toISOString() };
  const { id } = answerOf(await platform.POST('/v1/enrolments', { body: begins }));
  const ends = { endedAt: world.now().toISOString(), reason: 'The course is over.' };
  const ended = await platform.POST('/v1/enrolments/{enrolmentId}/end', {
    params: { path: { enrolmentId: id } },
    body: ends,
  });
  return answerOf(ended).id;
}

async function optsOut(world: World): Promise<string> {
  const body = { clientId: world.client().described.id, source: 'phone' };
  return answerOf(await world.platform.POST('/v1/marketing/opt-outs', { body })).id;
}

async function hasList(world: World, list: Body<'addMarketingList'>): Promise<string> {
  return answerOf(await world.staff('admin').heed.POST('/v1/marketing/lists', { body: list })).id;
}
