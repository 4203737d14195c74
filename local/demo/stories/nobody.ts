import { openPlay } from '../play';
import type { Story } from '../story';
import { say } from '../telling';

/** Nobody answers. The case does not end silently: staff are paged until a person records what they did. */
export const nobody: Story = async (http, stack) => {
  const pace = { clientWindow: 'PT2S', acknowledgeWithin: 'PT2S' };
  const play = await openPlay(http, stack, pace, {
    immediacy: 'immediate',
    words: 'Is on a bridge, and hung up.',
  });
  const { client, contact1 } = play;
  const { practitioner, dutyClinician, supervisor } = play.staff;
  await practitioner.calledAnAmbulance({
    at: new Date().toISOString(),
    by: practitioner.name,
    note: 'Nobody waits for a checkpoint to call an ambulance.',
  });
  say(`${practitioner.name} calls 999 first, and records it.`);
  await play.receives(client, /\/c\//, `${client.name} is told:`);
  await play.reaches('deciding');
  await practitioner.decides({
    kind: 'proceed',
    recipients: ['contact-1'],
    note: 'Permitted in the plan for when they cannot be asked.',
  });
  await play.receives(contact1, /please call/, `${contact1.name} is written to, called and written to again:`);
  say(`${contact1.name} does not answer.`);

  await play.reaches('nobody-acting');
  await play.receives(dutyClinician, /nobody acting/, `${dutyClinician.name} and ${supervisor.name} are paged:`);
  await dutyClinician.recordsOutcome({
    kind: 'emergency-services',
    note: 'The ambulance control room confirms that a crew is with them.',
  });
  say(`${dutyClinician.name} records what was done.`);
  await play.ends();
};
