import { openPlay } from '../play';
import { unhurried } from '../quick-policy';
import type { Story } from '../story';
import { say } from '../telling';

/** Somebody else holds the client's phone, and wants nobody told. */
export const coercion: Story = async (http, stack) => {
  const play = await openPlay(http, stack, unhurried, {
    immediacy: 'significant',
    words: 'Whispered on the phone that they are not allowed to leave the house.',
  });
  const { client, contact2 } = play;
  const { practitioner } = play.staff;
  const asked = await play.receives(client, /\/c\//, `${client.name} is told first, but somebody else reads it:`);
  await play.submitIsRefused(asked, { guardAnswer: 'no idea', gp: 'refuse', 'contact-1': 'refuse', action: 'answer' });
  say('They do not know the answer to the client’s own question. The page shows them nothing.');
  await play.submits(asked, { guardAnswer: client.guardAnswer, 'contact-2': 'refuse', action: 'answer' });
  say('They make the client say it, and refuse for the second contact.', 'It is doubtful now, and counts as silence.');

  await play.receives(practitioner, /something new/, `${practitioner.name} is paged:`);
  await practitioner.hears({
    answers: [{ recipient: 'contact-2', answer: 'agree', tier: 'concern' }],
    via: 'in-person',
  });
  say(`${practitioner.name} meets ${client.name} alone, who agrees that ${contact2.name} is told.`);
  await play.reaches('deciding');
  await practitioner.decides({
    kind: 'proceed',
    recipients: ['contact-2'],
    note: 'Said in person and alone. What came by the link is not the client’s.',
  });
  await play.isToldAndActs(contact2);
  await play.waitsFor('human-outcome');
  await practitioner.recordsOutcome({
    kind: 'someone-acting',
    note: `${contact2.name} has taken them in.`,
  });
  await play.waitsFor('tell-client');
  await practitioner.hasDone(
    'tell-client',
    `Told them in person, at ${contact2.name}’s; nothing about it goes to their phone.`,
  );
  say(`${practitioner.name} tells ${client.name} what was shared: no message does, the phone is not theirs alone.`);
  await play.ends();
};
