import type { Instrument, SignUpStatus } from '../../workflows/sign-up/words';
import { notFound } from '../errors';
import type { SignUp } from '../generated/client';
import type { Sharing } from '../people';
import type { Work } from '../work';

/** What a client signs up for. */
export const signUpPlans = ['standard', 'urgent-care'] as const;
export type SignUpPlan = (typeof signUpPlans)[number];

/** A sign-up's row with its enums named. */
export type SignUpRow = Omit<SignUp, 'status' | 'plan' | 'instruments'> & {
  readonly status: SignUpStatus;
  readonly plan: SignUpPlan;
  readonly instruments: Instrument[];
};

/** What is sealed in a sign-up's row. */
export interface SignUpWords {
  /** What the client asked for in the one who works with them: free to be empty. */
  readonly preferences: Preferences;
  /** What the practitioner may see of the client. domain.md §2.7 */
  readonly sharing: Sharing;
  /** The boxes that they ticked themselves: none is ticked by default. */
  readonly marketing: TickedMarketing;
}

export interface TickedMarketing {
  readonly email: boolean;
  readonly sms: boolean;
  readonly topics: readonly string[];
  /** What stood beside the boxes; absent: the platform did not say. */
  readonly wording?: string | undefined;
}

interface Preferences {
  /** What they come for, in the organisation's words for specialisms. */
  readonly presentingNeed?: string | undefined;
  readonly practitionerGender?: string | undefined;
  readonly modality?: string | undefined;
  readonly accessibility?: readonly string[] | undefined;
  readonly times?: readonly string[] | undefined;
  /** Practitioners with whom they do not want to work. */
  readonly notWith?: readonly string[] | undefined;
}

/** @throws NotFound for a sign-up that is not this organisation's */
export async function readSignUp(work: Work, signUpId: string): Promise<SignUpRow> {
  const found = await work.db.signUp.findUnique({ where: { id: signUpId } });
  if (!found) throw notFound('sign-up');
  work.about.add(found.clientId);
  return found as SignUpRow;
}

/** The sign-up with its client's row locked: whatever is recorded about one client is recorded one after another. */
export async function lockSignUp(work: Work, signUpId: string): Promise<SignUpRow> {
  await work.db.$queryRaw`
    SELECT id FROM clients WHERE id = (SELECT client_id FROM sign_ups WHERE id = ${signUpId}::uuid) FOR UPDATE`;
  // In a statement of its own: only now does it see what was committed while the lock was waited for.
  return readSignUp(work, signUpId);
}

/** The client's newest sign-up; null: they were not signed up here. */
export async function newestSignUpOf(work: Work, clientId: string): Promise<SignUpRow | null> {
  const found = await work.db.signUp.findFirst({ where: { clientId }, orderBy: { registeredAt: 'desc' } });
  return found as SignUpRow | null;
}

/** The client's sign-up, if one is under way: neither enrolled, nor left, nor expired. */
export async function signUpUnderWay(work: Work, clientId: string): Promise<SignUpRow | null> {
  const signUp = await newestSignUpOf(work, clientId);
  return signUp?.endedAt === null ? signUp : null;
}

/** Whoever is enrolled does not come back to this sign-up; one that expired or was left goes on by a renewed link. */
export const isOverForGood = ({ status }: { readonly status: SignUpStatus }): boolean => status === 'enrolled';

export const signUpWords = ({ clientId, sealed }: SignUpRow, work: Work): Promise<SignUpWords> =>
  work.open<SignUpWords>(clientId, sealed);
