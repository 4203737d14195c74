import { openPlay } from '../play';
import { unhurried } from '../quick-policy';
import type { Story } from '../story';
import { say } from '../telling';

/** The client is silent. Silence is no consent; a permission that they gave for an emergency is. */
export const silence: Story = async (http, stack) => {
  const play = await openPlay(
    http,
    stack,
    { ...unhurried, clientWindow: 'PT3S' },
    { immediacy: 'immediate', words: 'Wrote a message of farewell an hour ago. The phone is off.' },
  );
  const { client, contact1 } = play;
  const { practitioner } = play.staff;
  await play.receives(client, /\/c\//, `${client.name} is told first, and has a moment to answer:`);
  await play.reaches('deciding');
  say(`${client.name} does not answer. That is neither a yes nor a no.`);

  say('The second contact was never permitted for an emergency:');
  await play.isRefused(practitioner.decides({ kind: 'proceed', recipients: ['contact-2'], note: 'Lives near.' }));
  await practitioner.decides({
    kind: 'proceed',
    recipients: ['contact-1'],
    note: 'Permitted in the plan for when they cannot be asked.',
  });
  say(`${practitioner.name} decides:`, 'tell the first contact, as the plan permits in an emergency.');

  await play.isToldAndActs(contact1);
  await play.receives(client, /what we shared/, `${client.name} hears what was shared:`);
  await play.waitsFor('human-outcome');
  await practitioner.recordsOutcome({
    kind: 'someone-acting',
    note: `${contact1.name} found them asleep, and stays.`,
  });
  await play.ends();
};
