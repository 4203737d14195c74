import { openPlay } from '../play';
import { unhurried } from '../quick-policy';
import type { Story } from '../story';
import { say } from '../telling';

/** The client refuses, with capacity, and the danger is to themself alone: the refusal stands, and nobody is told. */
export const refusal: Story = async (http, stack) => {
  const play = await openPlay(http, stack, unhurried, {
    immediacy: 'significant',
    words: 'Speaks of having nothing left, and cancelled the next sessions.',
  });
  const { client } = play;
  const { practitioner } = play.staff;
  const asked = await play.receives(client, /\/c\//, `${client.name} is told first:`);
  await play.submits(asked, {
    guardAnswer: client.guardAnswer,
    gp: 'refuse',
    'contact-1': 'refuse',
    'contact-2': 'refuse',
    callBack: 'yes',
    action: 'answer',
  });
  say(`${client.name} refuses for each of the three, and asks to be called.`);

  await play.waitsFor('call-back');
  await play.receives(practitioner, /asks for a call/, `The call is a task of ${practitioner.name}:`);
  say(`${practitioner.name} would like to tell the first contact all the same.`);
  await play.isRefused(practitioner.decides({ kind: 'proceed', recipients: ['contact-1'], note: 'Worried.' }));

  await practitioner.hasDone('call-back', 'Spoke for half an hour; safety plan gone through together.');
  await practitioner.standsDown({
    kind: 'client-safe',
    note: 'Not alone tonight; next session brought forward to tomorrow.',
  });
  say(`${practitioner.name} calls, and stands the case down. Nobody was told anything.`);
  await play.receives(client, /shared nothing/, `${client.name} hears that:`);
  await play.ends();
};
