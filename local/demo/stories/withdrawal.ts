import { openPlay } from '../play';
import { unhurried } from '../quick-policy';
import type { Story } from '../story';
import { say } from '../telling';

/** The client agrees, and takes it back when one contact has been told already. */
export const withdrawal: Story = async (http, stack) => {
  const play = await openPlay(http, stack, unhurried, {
    immediacy: 'significant',
    words: 'Missed two sessions and writes that it is all too much.',
  });
  const { client, contact1 } = play;
  const { practitioner } = play.staff;
  const asked = await play.receives(client, /\/c\//, `${client.name} is told first:`);
  const guardAnswer = client.guardAnswer;
  await play.submits(asked, { guardAnswer, 'contact-1': 'concern', gp: 'concern', action: 'answer' });
  say(`${client.name} agrees to the first contact and the GP.`);
  await play.reaches('deciding');
  await practitioner.decides({
    kind: 'proceed',
    recipients: ['contact-1', 'gp'],
    note: 'Within what was agreed.',
  });
  await play.receives(contact1, /please call/, `${contact1.name} is written to; the GP would be next:`);

  await play.submits(asked, { guardAnswer, action: 'withdraw' });
  say(`${client.name} changes their mind on the same page: nobody may be told any more.`);
  await play.receives(client, /told your first contact/, `${client.name} hears exactly what had gone:`);
  await play.reaches('deciding');
  await play.receives(practitioner, /decision/, `${practitioner.name} decides anew:`);
  await practitioner.standsDown({
    kind: 'client-safe',
    note: 'Called them: with a friend, asks to be left in peace until tomorrow.',
  });
  say(`${practitioner.name} calls, and stands the case down. The GP never heard of it.`);
  await play.ends();
};
