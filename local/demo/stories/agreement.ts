import { openPlay } from '../play';
import { unhurried } from '../quick-policy';
import type { Story } from '../story';
import { say } from '../telling';

/** The client agrees that one contact is told, and that contact acts. */
export const agreement: Story = async (http, stack) => {
  const play = await openPlay(http, stack, unhurried, {
    immediacy: 'significant',
    words: 'Said goodbye in an odd way at the end of the session, and does not answer the phone.',
  });
  const { client, contact1 } = play;
  const { practitioner } = play.staff;
  const asked = await play.receives(client, /\/c\//, `${client.name} is told first:`);
  await play.submits(asked, {
    guardAnswer: client.guardAnswer,
    gp: 'refuse',
    'contact-1': 'concern',
    action: 'answer',
  });
  say(`${client.name} opens the link, answers their own question, and says:`, 'not the GP; yes, the first contact.');

  await play.reaches('deciding');
  await play.receives(practitioner, /decision/, `${practitioner.name} is asked to decide:`);
  await practitioner.decides({
    kind: 'proceed',
    recipients: ['contact-1'],
    note: 'Within what was agreed.',
  });
  say(`${practitioner.name} decides:`, 'tell the first contact, and nobody else.');

  await play.isToldAndActs(contact1);
  await play.receives(client, /what we shared/, `${client.name} hears what was shared:`);
  await play.waitsFor('human-outcome');
  await practitioner.recordsOutcome({
    kind: 'someone-acting',
    note: `${contact1.name} is there and stays the night.`,
  });
  say(`${practitioner.name} records what came of it.`);
  await play.receives(client, /How was it/, `${client.name} is asked how it was:`);
  await play.ends();
};
