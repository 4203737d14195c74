import { sandboxGroup } from '../../local/sandbox/sendgrid/suppression-groups';
import { erasureWorkflowId } from '../../workflows/erasure/contract';
import { marketingMessageWorkflowId } from '../../workflows/marketing-message/contract';
import { marketingOptOutWorkflowId } from '../../workflows/marketing-opt-out/contract';
import { retentionWorkflowId } from '../../workflows/retention/contract';
import type { Reply } from '../support/people';
import { until } from '../support/until';
import type { World } from '../support/world';

/** What marketing, retention and erasure do, each with a history in `histories/`. @returns the workflow's id */
export const privacyBehaviours: Readonly<Record<string, (world: World) => Promise<string>>> = {
  'opt-out-confirmed': async (world) => {
    await recorded(world, 'admin', '/v1/marketing/lists', {
      kind: 'sendgrid-group',
      name: sandboxGroup.name,
      groupId: sandboxGroup.id,
    });
    const id = await optsOut(world);
    await until(
      'every list to confirm',
      async () => (await read(world, `/v1/marketing/opt-outs/${id}`))['completedAt'],
    );
    return marketingOptOutWorkflowId(id);
  },

  'opt-out-breached-and-confirmed': async (world) => {
    const list = await recorded(world, 'admin', '/v1/marketing/lists', {
      kind: 'webhook',
      name: 'A platform that refuses what it is told',
      url: `${world.heed.sandbox.url}/platform/opt-outs`,
      secret: `whsec_${Buffer.from('another secret of theirs').toString('base64')}`,
    });
    const id = await optsOut(world);
    await world.fastForward('P8D');
    await recorded(world, 'admin', `/v1/marketing/opt-outs/${id}/confirmations`, { list });
    await world.settle();
    return marketingOptOutWorkflowId(id);
  },

  'mailing-paused-and-sent': async (world) => {
    const client = world.client().described;
    await recorded(world, 'platform', '/v1/marketing/consents', {
      clientId: client.id,
      channel: 'email',
      topics: ['courses'],
      evidence: { at: world.now().toISOString(), wording: 'Yes, write to me.', source: 'person' },
    });
    // While SendGrid is away for a moment, somebody thinks again.
    world.heed.sandbox.setFaults([{ vendor: 'sendgrid', fault: '500', times: 2 }]);
    const id = await recorded(world, 'admin', '/v1/marketing/messages', {
      topic: 'courses',
      subject: 'What is new',
      text: 'New evening hours.',
      audience: 'all-consented',
    });
    await recorded(world, 'admin', `/v1/marketing/messages/${id}/pause`, {});
    await world.fastForward('PT1H');
    await recorded(world, 'admin', `/v1/marketing/messages/${id}/resume`, {});
    const path = `/v1/marketing/messages/${id}`;
    await until('the message to be sent', async () => (await read(world, path))['status'] === 'sent');
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
    await recorded(world, 'dpo', `/v1/clients/${clientId}/holds`, {
      categories: ['notes'],
      reason: 'A claim.',
      reviewOn: '2030-01-01',
    });
    return erasureWorkflowId(await erased(world, clientId, 'held'));
  },

  'erasure-done': async (world) => erasureWorkflowId(await erased(world, world.client().described.id, 'done')),
};

async function erased(world: World, clientId: string, status: string): Promise<string> {
  const basis = 'rights-request';
  const id = await recorded(world, 'dpo', `/v1/clients/${clientId}/erasures`, { basis, reason: 'They asked for it.' });
  await world.fastForward('PT1H');
  await until(`the erasure to be ${status}`, async () => {
    const { body } = await world.call(world.staff('dpo').token, 'GET', `/v1/erasures/${id}`);
    return body['status'] === status;
  });
  return id;
}

async function endedEnrolment(world: World): Promise<string> {
  const { id: clientId, practitionerId } = world.client().described;
  const startedAt = world.now().toISOString();
  const id = await recorded(world, 'platform', '/v1/enrolments', { clientId, practitionerId, startedAt });
  const endedAt = world.now().toISOString();
  await recorded(world, 'platform', `/v1/enrolments/${id}/end`, { endedAt, reason: 'The course is over.' });
  return id;
}

const optsOut = (world: World): Promise<string> =>
  recorded(world, 'platform', '/v1/marketing/opt-outs', { clientId: world.client().described.id, source: 'phone' });

async function recorded(world: World, by: 'platform' | 'admin' | 'dpo', path: string, body: object): Promise<string> {
  const token = by === 'platform' ? world.platformToken() : world.staff(by).token;
  const reply: Reply = await world.call(token, 'POST', path, body);
  if (reply.status >= 300) throw new Error(`Not taken at ${path}: ${JSON.stringify(reply.body)}`);
  return String(reply.body['id']);
}

const read = async (world: World, path: string): Promise<Reply['body']> =>
  (await world.call(world.platformToken(), 'GET', path)).body;
