import { followClientLink } from '../client-links';
import type { ClientLink } from '../generated/client';
import { clientWords, type OrganisationFacts, organisationOf } from '../people';
import type { Records } from '../records';
import { linkIsOver } from '../urgent-care/personal-page';
import type { Actor, Work } from '../work';
import { readSignUp, type SignUpRow } from './sign-up-row';

/** A link to a sign-up's page that was followed, in its organisation's transaction. */
export interface FollowedSignUp {
  readonly link: ClientLink;
  readonly signUp: SignUpRow;
  readonly organisation: OrganisationFacts;
}

/**
 * Runs `work` as the organisation that the link's token belongs to. A sign-up that is over still has its page: it says
 * so, and the client's copy of what they signed is there.
 * @throws NotFound if the link is unknown, of another page, or older than two weeks
 */
export async function followSignUp<T>(
  records: Records,
  at: Date,
  token: string,
  follow: (work: Work, followed: FollowedSignUp) => Promise<T>,
): Promise<T> {
  return followClientLink(records, at, { token, page: 'sign-up' }, async (work, link) => {
    if (link.signUpId === null) throw linkIsOver();
    const signUp = await readSignUp(work, link.signUpId);
    return follow(work, { link, signUp, organisation: await organisationOf(work) });
  });
}

/**
 * Each form that was shown is taken once: it carries how many were taken before it.
 * @returns false if this form, or a later one, was taken already
 */
export async function takeSignUpForm(work: Work, { link }: FollowedSignUp, form: number): Promise<boolean> {
  const { count } = await work.db.clientLink.updateMany({
    where: { id: link.id, submissions: form },
    data: { submissions: { increment: 1 } },
  });
  return count > 0;
}

/** The client at their own page. */
export async function clientSigningUp(work: Work, { signUp: { clientId } }: FollowedSignUp): Promise<Actor> {
  const { firstName, lastName } = await clientWords(work, clientId);
  return { kind: 'client', id: clientId, name: `${firstName} ${lastName}` };
}
