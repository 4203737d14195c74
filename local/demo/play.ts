import { answerOf, HeedProblem, type Problem } from '../../client/heed-client';
import { PlainFailure } from '../plain-failure';
import { type Case, type Checkpoint, type Inboxed, linkIn, type StackClient, type StaffKey } from '../stack-client';
import type { Stack } from '../stack-file';
import { type InCase, inCase } from './in-case';
import { type Pace, underQuickPolicy } from './quick-policy';
import { say, show, showTimeline } from './telling';

type DemoClient = Stack['organisation']['clients'][number];

interface Player {
  readonly name: string;
  readonly mobile: string;
}

/** Of the staff, and what they do in the case: `practitioner.decides({ kind: 'call' })`. */
type Colleague = Player & InCase;

/** One case of a demo, by real HTTP: what its people do, and what they get to read. */
export interface Play {
  readonly client: Player & { readonly guardAnswer: string };
  readonly contact1: Player;
  readonly contact2: Player;
  readonly staff: Readonly<Record<'practitioner' | 'dutyClinician' | 'supervisor' | 'secondSupervisor', Colleague>>;
  /** Waits for the SMS, and shows it. */
  receives(who: Player, text: RegExp, heading: string): Promise<Inboxed>;
  /** Opens the personal link in a message and sends its form. */
  submits(message: Inboxed, fields: Readonly<Record<string, string>>): Promise<void>;
  /** The same with a form that Heed must not take. */
  submitIsRefused(message: Inboxed, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Hears of the client, and answers by the digit for acting and the case's code. */
  isToldAndActs(contact: Player): Promise<void>;
  /** What Heed must refuse: shows why, and what would be lawful instead. */
  isRefused(attempt: Promise<unknown>): Promise<void>;
  reaches(status: Case['status']): Promise<void>;
  /** Waits until somebody is asked for this. */
  waitsFor(checkpoint: Checkpoint['kind']): Promise<void>;
  /** The case closes, and its timeline is shown. */
  ends(): Promise<void>;
}

/** Raises the concern with the first client who has no case yet, so that a demo can be played again. */
export async function openPlay(
  http: StackClient,
  { organisation, sandboxUrl }: Stack,
  pace: Pace,
  concern: { readonly immediacy: 'immediate' | 'significant'; readonly words: string },
): Promise<Play> {
  const since = new Date().toISOString();
  const described = await freeClient(http, organisation.clients);
  const [first, second] = described.urgentCarePlan.contacts;
  const client: Play['client'] = { ...described, mobile: described.mobile ?? '' };
  const { practitioner } = organisation.staff;
  const { id: caseId } = await underQuickPolicy(http, pace, async () => {
    const body = {
      clientId: described.id,
      concern: concern.words,
      immediacy: concern.immediacy,
      clientFirst: { kind: 'inform' },
      doneSoFar: 'Called twice.',
    } as const;
    return answerOf(await http.as('practitioner').POST('/v1/urgent-care/cases', { body }));
  });
  say(
    `${practitioner.name} is worried about ${client.name} and raises a concern (${concern.immediacy}).`,
    `Case ${caseId}`,
  );

  const colleague = (key: StaffKey): Colleague => ({ ...organisation.staff[key], ...inCase(http.as(key), caseId) });
  const receives: Play['receives'] = async (who, text, heading) => {
    const message = await http.messageTo(who.mobile, since, text);
    show(heading, message);
    return message;
  };
  return {
    client,
    contact1: playerOf(first),
    contact2: playerOf(second),
    staff: {
      practitioner: colleague('practitioner'),
      dutyClinician: colleague('dutyClinician'),
      supervisor: colleague('supervisor'),
      secondSupervisor: colleague('secondSupervisor'),
    },
    receives,
    submits: (message, fields) => http.submit(linkIn(message), fields),
    submitIsRefused: (message, fields) => http.submitInVain(linkIn(message), fields),
    isToldAndActs: async (contact) => {
      const { from, text } = await receives(contact, /please call/, `${contact.name} is written to:`);
      const reply = `1 ${/Reply 1 (\w{4})/.exec(text)?.[1] ?? ''}`;
      await http.reply(contact.mobile, from, reply);
      say(`${contact.name} replies:`, `${reply} (I am acting)`);
    },
    isRefused: async (attempt) => {
      const { detail, rulings = [] } = await refusalOf(attempt);
      say('Heed refuses, and says what would be lawful instead:', detail, ...rulings.map(inWords));
    },
    reaches: (status) => http.reaches(caseId, status),
    waitsFor: (checkpoint) => http.waitsFor(caseId, checkpoint),
    ends: async () => {
      await http.reaches(caseId, 'closed');
      say('The case closes. Every message, as its recipient saw it:', `${sandboxUrl}/sandbox`);
      await showTimeline(http, caseId);
    },
  };
}

async function refusalOf(attempt: Promise<unknown>): Promise<Problem> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof HeedProblem) return error.problem;
    throw error;
  }
  throw new PlainFailure('Heed took what it must refuse.');
}

const inWords = ({ recipient, row, result, offers }: NonNullable<Problem['rulings']>[number]): string =>
  `${recipient}: ${result}${row === null ? '' : ` by row ${row}`}. ${offers.join(' ')}`.trim();

async function freeClient(http: StackClient, clients: readonly DemoClient[]): Promise<DemoClient> {
  for (const client of clients) {
    const { urgentCarePlan, mobile } = client;
    if (!urgentCarePlan.complete || mobile === null || (await http.hasOpenCase(client.id))) continue;
    return client;
  }
  throw new PlainFailure('Every client of the demo has an open case. Close one, or start with another HEED_DATA_DIR.');
}

const playerOf = (contact: DemoClient['urgentCarePlan']['contacts'][number] | undefined): Player => ({
  name: contact?.name ?? '',
  mobile: contact?.mobile ?? '',
});
