import { randomInt } from 'node:crypto';
import { type Answer, answerOf } from '../../../client/heed-client';
import { PlainFailure } from '../../plain-failure';
import type { StackClient } from '../../stack-client';
import type { Stack } from '../../stack-file';
import { inCase } from '../in-case';
import type { Story } from '../story';
import { say, show } from '../telling';

const topic = 'evening courses';

/**
 * Marketing that stops when it is told: one reader by one click of their mail program, another by STOP. The lists of
 * others hear of it and confirm, and what somebody needs still reaches them.
 */
export const optOut: Story = async (http, stack) => {
  const since = new Date().toISOString();
  const number = 410 + randomInt(40) * 2;
  const robin = await register(http, { name: 'Robin', number, by: 'email' });
  const sky = await register(http, { name: 'Sky', number: number + 1, by: 'sms' });
  say(`Robin ticks a box while signing up: news of ${topic} by email. Sky ticks the one for text messages.`);

  const first = await sendsNews(http, 'We are open on Thursday evenings too.');
  const email = await http.emailTo(robin.email, since, /Thursday evenings/);
  show(`The organisation writes to all who have agreed. Robin reads, under “${email.subject}”:`, email);
  const sms = await http.messageTo(sky.mobile, since, /Thursday evenings/);
  show('Sky reads:', sms);
  say('How far it has come:', await progress(http, first));

  const { 'List-Unsubscribe': ways = '', 'List-Unsubscribe-Post': post = '' } = email.headers;
  say(
    'Robin’s mail program finds its own way out in the email:',
    `List-Unsubscribe: ${ways}`,
    `List-Unsubscribe-Post: ${post}`,
  );
  const link = /<(https?:[^>]+)>/.exec(ways)?.[1];
  if (!link) throw new PlainFailure('The email has no link by which a program could unsubscribe.');
  say(`Robin presses “unsubscribe” there. One POST, no page, no redirect: ${await http.unsubscribeByOneClick(link)}`);
  say('Within Heed that is in force already. The lists of others are told, and told again until they confirm:');
  say('The proof:', ...(await proofOf(http, robin.clientId)));

  await http.reply(sky.mobile, sms.from, 'STOP');
  say('Sky answers STOP. The proof:', ...(await proofOf(http, sky.clientId)));

  const second = await sendsNews(http, 'And on Fridays.', [robin.clientId, sky.clientId]);
  say('A second message names both of them, and passes both by:', await progress(http, second));

  await reachesInUrgentCare(http, stack, { robin, since });
};

interface Reader {
  readonly clientId: string;
  readonly email: string;
  readonly mobile: string;
}

/** Somebody whom this stack does not know yet, so that the story can be told again. */
async function register(
  http: StackClient,
  { name, number, by }: { readonly name: string; readonly number: number; readonly by: 'email' | 'sms' },
): Promise<Reader> {
  const email = `${name.toLowerCase()}.reader.${number}@mail.example`;
  const mobile = `+447700900${number}`;
  const registration = {
    person: { email, mobile, firstName: name, lastName: 'Reader', birthDate: '1990-05-17', country: 'GB' },
    marketing: { email: by === 'email', sms: by === 'sms', topics: [topic] },
  };
  const { clientId } = answerOf(await http.as('platform').POST('/v1/sign-ups', { body: registration }));
  return { clientId, email, mobile };
}

/** Resolves to the message's id. */
async function sendsNews(http: StackClient, text: string, clientIds?: string[]): Promise<string> {
  const audience = clientIds ? { clientIds } : ('all-consented' as const);
  const message = { topic, subject: 'What is new', text, audience };
  const { id } = answerOf(await http.as('admin').POST('/v1/marketing/messages', { body: message }));
  await http.awaits('the message to be sent', async () => (await readNews(http, id)).status === 'sent');
  return id;
}

async function progress(http: StackClient, messageId: string): Promise<string> {
  const { counts } = await readNews(http, messageId);
  return Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');
}

async function readNews(http: StackClient, messageId: string): Promise<Answer<'readMarketingMessage'>> {
  const params = { path: { messageId } };
  return answerOf(await http.as('admin').GET('/v1/marketing/messages/{messageId}', { params }));
}

/** What a regulator is shown, once every list has confirmed. */
async function proofOf(http: StackClient, clientId: string): Promise<readonly string[]> {
  const dpo = http.as('dpo');
  const { items } = answerOf(await dpo.GET('/v1/marketing/opt-outs', { params: { query: { clientId } } }));
  const params = { path: { optOutId: items[0]?.id ?? 'none' } };
  const read = async () => answerOf(await dpo.GET('/v1/marketing/opt-outs/{optOutId}', { params }));
  await http.awaits('every list to confirm', async () => (await read()).status === 'complete');
  const { id, status, source, channels, receivedAt, suppressedAt, lists } = await read();
  return [
    `Opt-out ${id}: ${status}`,
    `received ${receivedAt}, by ${source}, of ${channels.join(' and ')}; in force ${suppressedAt}`,
    ...lists.map(({ name, confirmedAt, confirmedHow }) => `${name}: confirmed ${confirmedAt}, ${confirmedHow}`),
  ];
}

async function reachesInUrgentCare(
  http: StackClient,
  { organisation, sandboxUrl }: Stack,
  { robin, since }: { readonly robin: Reader; readonly since: string },
): Promise<void> {
  const { dutyClinician } = organisation.staff;
  const clinician = http.as('dutyClinician');
  const concern = {
    clientId: robin.clientId,
    concern: 'Rang in the night and did not say where they were.',
    immediacy: 'significant',
  } as const;
  const { id } = answerOf(await clinician.POST('/v1/urgent-care/cases', { body: concern }));
  say(`${dutyClinician.name} is worried about Robin.`, `Case ${id}`);
  show(
    'Robin wants no news, and hears this all the same, from another sender:',
    await http.emailTo(robin.email, since, /thinking of contacting/),
  );
  await inCase(clinician, id).standsDown({ kind: 'client-safe', note: 'Spoke with them: at home, with a friend.' });
  say('Every message, as its recipient saw it:', `${sandboxUrl}/sandbox`);
}
