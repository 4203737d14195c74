import type { Body } from '../../../client/heed-client';
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
  const { client, contact2 } = play;
  const { practitioner, supervisor, secondSupervisor } = play.staff;
  await play.receives(client, /\/c\//, `${client.name} is told first:`);
  await play.reaches('deciding');
  const proposes = (facts: Override['facts']) =>
    practitioner.decides({
      kind: 'override',
      disclosures: [{ recipient: 'contact-2', tier: 'concern' }],
      row: 3,
      facts,
      alternativesConsidered:
        'Called three times; the first contact is abroad; the ambulance needs somebody with a key.',
      reason: 'They cannot take in what is asked. Weighed: they have always wanted their friend near when unwell.',
    });
  say(`${practitioner.name} proposes to tell ${contact2.name}, relying on what the table does not give:`);
  await play.isRefused(proposes({}));
  const { decisionId } = await proposes({
    capacity: {
      state: 'assessed-lacking',
      assessor: practitioner.name,
      assessedAt: new Date().toISOString(),
      grounds: 'Cannot hold on to a sentence for long enough to answer it.',
    },
  });
  say(`${practitioner.name} assesses capacity and proposes the override again (row 3).`);
  await play.isRefused(practitioner.approves(decisionId, 'I am sure.'));
  await play.waitsFor('second-approval');
  await play.receives(supervisor, /approv/, `${supervisor.name} is asked to approve:`);
  await supervisor.approves(decisionId, 'Least that helps; weighed with care.');
  say(`${supervisor.name} approves.`);

  await play.isToldAndActs(contact2);
  await play.waitsFor('human-outcome');
  await practitioner.recordsOutcome({
    kind: 'emergency-services',
    note: `${contact2.name} let the crew in.`,
  });
  await play.waitsFor('override-review');
  await secondSupervisor.hasDone('override-review', 'Upheld. The assessment could have been recorded sooner.');
  say(`${secondSupervisor.name} reviews the override.`);
  await play.ends();
};

type Override = Extract<Body<'recordDecision'>, { readonly kind: 'override' }>;
