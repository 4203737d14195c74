import { dataDirectoryOf } from './data-directory';
import { readJsonFile } from './json-file';
import { PlainFailure } from './plain-failure';
import { createStackClient, type Inboxed, type StackClient } from './stack-client';
import type { Stack } from './stack-file';

type DemoClient = Stack['organisation']['clients'][number];

/** `npm run demo`: plays one whole case by real HTTP against the running stack, and tells it as a story. */
export async function main(): Promise<void> {
  const stack = readJsonFile(dataDirectoryOf(process.env).stack) as Stack | undefined;
  if (!stack) throw new PlainFailure('There is no running stack: type npm start in another terminal first.');
  await play(createStackClient(stack), stack);
}

async function play(http: StackClient, { organisation, sandboxUrl }: Stack): Promise<void> {
  const began = new Date().toISOString();
  const { practitioner } = organisation.staff;
  const { client, caseId } = await raiseConcern(http, organisation);
  const [firstContact] = client.urgentCarePlan.contacts;
  say(`${practitioner.name} is worried about ${client.name} and raises a concern.`, `Case ${caseId}`);

  const asked = await http.messageTo(client.mobile, began, /\/c\//);
  tell(`${client.name} is told first:`, asked);

  await http.submit(linkIn(asked), {
    guardAnswer: client.guardAnswer,
    gp: 'refuse',
    'contact-1': 'concern',
    action: 'answer',
  });
  say(`${client.name} opens the link and answers:`, 'not the GP; yes, the first contact may be told of the concern.');

  await http.reaches(caseId, 'deciding');
  tell(`${practitioner.name} is asked to decide:`, await http.messageTo(practitioner.mobile, began, /decision/));
  const decision = { kind: 'proceed', recipients: ['contact-1'], note: 'Within what was agreed.' };
  await http.post('practitioner', `/v1/urgent-care/cases/${caseId}/decisions`, decision);
  say(`${practitioner.name} decides:`, 'tell the first contact, and nobody else.');

  const disclosed = await http.messageTo(firstContact?.mobile ?? '', began, /please call/);
  tell(`${firstContact?.name} is written to:`, disclosed);
  const code = /Reply 1 (\w{4})/.exec(disclosed.text)?.[1] ?? '';
  await http.reply(firstContact?.mobile ?? '', disclosed.from, `1 ${code}`);
  say(`${firstContact?.name} replies:`, `1 ${code} (I am acting)`);

  tell(`${client.name} hears what was shared:`, await http.messageTo(client.mobile, began, /what we shared/));
  tell(`${practitioner.name} is asked what came of it:`, await http.messageTo(practitioner.mobile, began, /outcome/));
  const outcome = { kind: 'someone-acting', note: `${firstContact?.name} is there and stays the night.` };
  await http.post('practitioner', `/v1/urgent-care/cases/${caseId}/human-outcomes`, outcome);
  await http.reaches(caseId, 'closed');
  say(`${practitioner.name} records the outcome, and the case closes.`);

  say('Every message, as its recipient sees it:', `${sandboxUrl}/sandbox`);
  await tellTimeline(http, caseId);
}

/** With the first client who has no case yet, so that the demo can be played again. */
async function raiseConcern(
  http: StackClient,
  { clients }: Stack['organisation'],
): Promise<{ client: DemoClient & { mobile: string }; caseId: string }> {
  for (const client of clients) {
    const { urgentCarePlan, mobile } = client;
    if (!urgentCarePlan.complete || mobile === null || (await http.hasOpenCase(client.id))) continue;
    const raised = await http.post('practitioner', '/v1/urgent-care/cases', {
      clientId: client.id,
      concern: 'Said goodbye in an odd way at the end of the session, and does not answer the phone.',
      immediacy: 'significant',
      clientFirst: { kind: 'inform' },
      doneSoFar: 'Called twice.',
    });
    return { client: { ...client, mobile }, caseId: String(raised['id']) };
  }
  throw new PlainFailure('Every client of the demo has an open case. Close one, or start with another HEED_DATA_DIR.');
}

async function tellTimeline(http: StackClient, caseId: string): Promise<void> {
  say('The timeline of the case:');
  for (const { at, actor, text } of await http.timeline(caseId)) {
    process.stdout.write(`  ${at.slice(11, 19)}  ${actor.name.padEnd(18)}  ${text}\n`);
  }
}

function linkIn({ links }: Inboxed): string {
  const [link] = links;
  if (!link) throw new PlainFailure('The message has no link.');
  return link;
}

const say = (...lines: readonly string[]): void => {
  const [first, ...rest] = lines;
  process.stdout.write(`\n${first}\n${rest.map((line) => `    ${line}\n`).join('')}`);
};

const tell = (who: string, { text }: Inboxed): void => say(who, `“${text}”`);
