import { openPlay } from '../play';
import type { Story } from '../story';
import { say } from '../telling';

/** The client cannot decide: an override in their best interests, which a second person approves and a third reviews. */
export const override: Story = async (http, stack) => {
  const pace = { clientWindow: 'PT3S', acknowledgeWithin: 'PT2M' };
  const play = await openPlay(http, stack, pace, {
    immediacy: 'immediate',
    words: 'Took tablets, slurs their words and does not know where they are.',
  });
  const { client, contact2, staff } = play;
  await play.receives(client, /\/c\//, `${client.name} is told first:`);
  await play.reaches('deciding');
  const proposal = {
    kind: 'override',
    disclosures: [{ recipient: 'contact-2', tier: 'concern' }],
    row: 3,
    alternativesConsidered: 'Called three times; the first contact is abroad; the ambulance needs somebody with a key.',
    reason: 'They cannot take in what is asked. Weighed: they have always wanted their friend near when unwell.',
  };
  say(`${staff.practitioner.name} proposes to tell ${contact2.name}, relying on what the table does not give:`);
  await play.actIsRefused('practitioner', 'decisions', { ...proposal, facts: {} });
  const { decisionId } = await play.act('practitioner', 'decisions', {
    ...proposal,
    facts: {
      capacity: {
        state: 'assessed-lacking',
        assessor: staff.practitioner.name,
        assessedAt: new Date().toISOString(),
        grounds: 'Cannot hold on to a sentence for long enough to answer it.',
      },
    },
  });
  say(`${staff.practitioner.name} assesses capacity and proposes the override again (row 3).`);
  await play.actIsRefused('practitioner', 'approvals', { decisionId, answer: 'approve', reason: 'I am sure.' });
  await play.waitsFor('second-approval');
  await play.receives(staff.supervisor, /approv/, `${staff.supervisor.name} is asked to approve:`);
  await play.act('supervisor', 'approvals', {
    decisionId,
    answer: 'approve',
    reason: 'Least that helps; weighed with care.',
  });
  say(`${staff.supervisor.name} approves.`);

  await play.isToldAndActs(contact2);
  await play.waitsFor('human-outcome');
  await play.act('practitioner', 'human-outcomes', {
    kind: 'emergency-services',
    note: `${contact2.name} let the crew in.`,
  });
  await play.waitsFor('override-review');
  await play.act('secondSupervisor', 'tasks', {
    kind: 'override-review',
    answer: 'done',
    note: 'Upheld. The assessment could have been recorded sooner.',
  });
  say(`${staff.secondSupervisor.name} reviews the override.`);
  await play.ends();
};
