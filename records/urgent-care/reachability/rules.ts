import { stopWasSent } from '../vendor-codes';

/** Which plan could not be carried out today, before anybody needs it. Pure. domain.md §3 */

export const peopleOfPlan = ['client', 'contact-1', 'contact-2', 'gp', 'practitioner'] as const;
export type PersonOfPlan = (typeof peopleOfPlan)[number];

export const reachabilityProblems = [
  /** No number that takes an SMS. Of a client whom no SMS may reach: no email address either. */
  'no-valid-mobile',
  /** The last message that came to an end there failed for good. */
  'message-failed-permanently',
  /** As above, because a STOP was sent from that number. */
  'opted-out-21610',
  /** Nobody has said in 90 days that this is still right. */
  'unconfirmed',
  /** Two messages failed for good since it was last confirmed. */
  'two-failures',
  /** Nobody treats this client, or nobody else is on duty if the practitioner does not answer. */
  'no-cover',
  /** The plan is not complete: it names nobody here, or not how to reach them. */
  'plan-lacks',
] as const;
export type ReachabilityProblemKind = (typeof reachabilityProblems)[number];

export interface ReachabilityProblem {
  readonly of: PersonOfPlan;
  readonly problem: ReachabilityProblemKind;
}

/** One address of a person, and what came of the messages to it. */
export interface Line {
  /** A number that takes an SMS, or an email address. */
  readonly isValid: boolean;
  /** Of the last message that came to an end there; null: none did yet. */
  readonly lastEnd: MessageEnd | null;
  /** Messages that failed for good since `confirmedAt`, or ever. */
  readonly failures: number;
}

interface MessageEnd {
  readonly failedForGood: boolean;
  readonly errorCode: string | null;
}

export interface ReachabilityFacts {
  /** Names what the plan lacks: `homeAddress`, `gp`, `contact-2`, `contact-2.mobile`. */
  readonly lacks: readonly string[];
  /** Ways that are safe for the client. */
  readonly client: { readonly sms: Line | null; readonly email: Line | null };
  /** Those whom the plan names and who may be written to. */
  readonly contacts: readonly ContactFacts[];
  readonly gp: readonly Line[];
  /** The client's own practitioner; null if nobody treats them. */
  readonly practitioner: { readonly mobile: Line; readonly somebodyElseOnDuty: boolean } | null;
}

export interface ContactFacts {
  readonly of: 'contact-1' | 'contact-2';
  readonly mobile: Line;
  /** When the client last said that this is still right, or the contact did; null: nobody ever did. */
  readonly confirmedAt: Date | null;
}

/** For how long what the client or the contact said is taken to be right. */
export const confirmedForMs = 90 * 24 * 60 * 60_000;

/** Everything that would stand in the way at this moment; nothing if the plan could be carried out. */
export function problemsOf(facts: ReachabilityFacts, at: Date): readonly ReachabilityProblem[] {
  return [
    ...problemsOfPlan(facts),
    ...problemsOfClient(facts),
    ...facts.contacts.flatMap((contact) => problemsOfContact(contact, at)),
    ...named('gp', facts.gp.length > 0 && facts.gp.every(hasFailed) ? failureOf(facts.gp[0]!) : []),
    ...named('practitioner', problemsOfPractitioner(facts)),
  ];
}

function problemsOfPlan({ lacks }: ReachabilityFacts): readonly ReachabilityProblem[] {
  const people = (['contact-1', 'contact-2', 'gp'] as const).filter((of) =>
    lacks.some((what) => what === of || what.startsWith(`${of}.`)),
  );
  const ofClient = lacks.some((what) => !what.startsWith('gp') && !what.startsWith('contact-'));
  return [...(ofClient ? (['client'] as const) : []), ...people].map((of) => ({ of, problem: 'plan-lacks' }));
}

/** A client whom no SMS may reach is reached by email alone. */
function problemsOfClient({ client: { sms, email } }: ReachabilityFacts): readonly ReachabilityProblem[] {
  const line = sms ?? email;
  return named('client', line === null ? ['no-valid-mobile'] : problemsOfLine(line));
}

function problemsOfContact({ of, mobile, confirmedAt }: ContactFacts, at: Date): readonly ReachabilityProblem[] {
  const isConfirmed = confirmedAt !== null && at.getTime() - confirmedAt.getTime() <= confirmedForMs;
  return named(of, [
    ...problemsOfLine(mobile),
    ...(isConfirmed ? [] : (['unconfirmed'] as const)),
    ...(mobile.failures >= 2 ? (['two-failures'] as const) : []),
  ]);
}

function problemsOfPractitioner({ practitioner }: ReachabilityFacts): readonly ReachabilityProblemKind[] {
  if (practitioner === null) return ['no-cover'];
  return [...problemsOfLine(practitioner.mobile), ...(practitioner.somebodyElseOnDuty ? [] : (['no-cover'] as const))];
}

const problemsOfLine = (line: Line): readonly ReachabilityProblemKind[] =>
  line.isValid ? failureOf(line) : ['no-valid-mobile'];

function failureOf({ lastEnd }: Line): readonly ReachabilityProblemKind[] {
  if (!lastEnd?.failedForGood) return [];
  return [lastEnd.errorCode === stopWasSent ? 'opted-out-21610' : 'message-failed-permanently'];
}

const hasFailed = (line: Line): boolean => failureOf(line).length > 0;

const named = (of: PersonOfPlan, problems: readonly ReachabilityProblemKind[]): readonly ReachabilityProblem[] =>
  problems.map((problem) => ({ of, problem }));
