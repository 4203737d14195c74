import { wrongAnswersThatCloseALink } from '../../workflows/urgent-care/guard';
import type { RecipientName, Tier } from '../../workflows/urgent-care/words';
import { planRecipients } from '../../workflows/urgent-care/words';
import { hashOf, lookUp } from '../directory';
import { HeedError } from '../errors';
import type { PersonalLink } from '../generated/client';
import { addressOf, clientWords, inPlan, type OrganisationFacts, organisationOf } from '../people';
import type { Records } from '../records';
import type { Actor, Work } from '../work';
import { type CaseRow, readCaseRow } from './case-row';
import { standingConsents } from './consents';
import { isAskedAbout } from './disclosure-facts';
import type { LinkKind } from './dispatches';
import { tiersFor } from './labels';
import { planOfCase } from './plan-of-case';

/** A link that was followed, in its organisation's transaction. */
export interface FollowedLink {
  readonly link: PersonalLink;
  readonly theCase: CaseRow;
  readonly organisation: OrganisationFacts;
}

/** An unknown, expired or closed link: all the same to the one who holds it. */
export const linkIsOver = (): HeedError =>
  new HeedError('not-found', 'link-not-valid', 'There is no such link, or it is over.');

/**
 * Runs `work` as the organisation that the link's token belongs to.
 * @throws NotFound if the link is unknown, of another kind, expired, closed by wrong answers, or its case is closed
 */
export async function followLink<T>(
  records: Records,
  at: Date,
  kind: LinkKind,
  token: string,
  follow: (work: Work, followed: FollowedLink) => Promise<T>,
): Promise<T> {
  const organisationId = await lookUp(records, 'link', token);
  if (organisationId === null) throw linkIsOver();
  return records.withOrganisation(organisationId, at, async (work) => {
    const link = await work.db.personalLink.findUnique({ where: { tokenHash: hashOf(token) } });
    if (!link || link.audience !== kind || link.expiresAt <= at) throw linkIsOver();
    if (link.guardFailures >= wrongAnswersThatCloseALink) throw linkIsOver();
    const theCase = await readCaseRow(work, link.caseId);
    // How it was, the client can say when all is over.
    if (theCase.status === 'closed' && kind !== 'afterwards') throw linkIsOver();
    return follow(work, { link, theCase, organisation: await organisationOf(work) });
  });
}

/**
 * Each form that was shown is taken once: it carries how many were taken before it.
 * @returns false if this form, or a later one, was taken already
 */
export async function takeForm(work: Work, { link }: FollowedLink, form: number): Promise<boolean> {
  const { count } = await work.db.personalLink.updateMany({
    where: { id: link.id, submissions: form },
    data: { submissions: { increment: 1 } },
  });
  return count > 0;
}

export interface ClientQuestion {
  readonly senderName: string;
  readonly callbackNumber: string;
  readonly country: string | null;
  readonly form: number;
  readonly aboutAnother: boolean;
  /** Nobody can be told any more: the page still shows what was answered and the crisis block. */
  readonly ended: boolean;
  readonly recipients: readonly {
    readonly recipient: RecipientName;
    readonly tiers: readonly Tier[];
    readonly answer: { readonly answer: 'agree' | 'refuse'; readonly tier: Tier | null } | null;
  }[];
}

export async function clientQuestion(work: Work, followed: FollowedLink): Promise<ClientQuestion> {
  const { link, theCase, organisation } = followed;
  const { country } = await clientWords(work, theCase.clientId);
  const plan = await planOfCase(work, theCase);
  const consents = await standingConsents(work, theCase.id);
  return {
    senderName: organisation.senderName,
    callbackNumber: organisation.callbackNumber,
    country,
    form: link.submissions,
    aboutAnother: theCase.aboutAnother,
    ended: theCase.outcomeKind !== null,
    recipients: planRecipients
      .filter((recipient) => inPlan(plan, recipient) !== null && !plan?.neverContact.includes(recipient))
      .map((recipient) => ({
        recipient,
        tiers: tiersFor(recipient),
        answer: consents.get(recipient) ?? null,
      })),
  };
}

export const clientCountry = async (work: Work, { theCase }: FollowedLink): Promise<string | null> =>
  (await clientWords(work, theCase.clientId)).country;

/** The client at their own page. */
export async function clientActor(work: Work, { theCase }: FollowedLink): Promise<Actor> {
  const { firstName, lastName } = await clientWords(work, theCase.clientId);
  return { kind: 'client', id: theCase.clientId, name: `${firstName} ${lastName}` };
}

export interface ThirdPartyQuestion {
  readonly senderName: string;
  readonly callbackNumber: string;
  /** The client's name, if this recipient may read whom it is about: at the tier of the message that the link came with. */
  readonly about: string | null;
  readonly answer: string | null;
  /** Somebody whom the client named reads how their own data are held. UK GDPR Article 14 */
  readonly namedByClient: boolean;
}

export async function thirdPartyQuestion(work: Work, followed: FollowedLink): Promise<ThirdPartyQuestion> {
  const { link, theCase, organisation } = followed;
  const recipient = recipientOf(followed);
  const tier = await tierOfLink(work, link.dispatchId);
  const { firstName, lastName } = await clientWords(work, theCase.clientId);
  const known = await work.db.caseRecipient.findUnique({
    where: { caseId_recipient: { caseId: theCase.id, recipient } },
  });
  return {
    senderName: organisation.senderName,
    callbackNumber: organisation.callbackNumber,
    about: tier === 'attention' ? null : `${firstName} ${lastName}`,
    answer: known?.acknowledgement ?? null,
    namedByClient: isAskedAbout(recipient),
  };
}

export async function thirdPartyActor(work: Work, followed: FollowedLink): Promise<Actor> {
  const recipient = recipientOf(followed);
  return recipientActor(work, followed.theCase, recipient);
}

/** A GP, contact or authority as the timeline names them. */
export async function recipientActor(work: Work, theCase: CaseRow, recipient: RecipientName): Promise<Actor> {
  const places = { plan: await planOfCase(work, theCase), organisation: await organisationOf(work) };
  const name = addressOf(places, recipient)?.name ?? recipient;
  return { kind: recipient === 'gp' ? 'gp' : 'contact', id: null, name };
}

export function recipientOf({ link }: FollowedLink): RecipientName {
  if (link.recipient === null) throw linkIsOver();
  return link.recipient as RecipientName;
}

/** The tier under which the page may still speak: once a mandate was withdrawn, only that they please call. */
async function tierOfLink(work: Work, dispatchId: string): Promise<Tier> {
  const { mandateId: id } = await work.db.dispatch.findUniqueOrThrow({ where: { id: dispatchId } });
  const mandate = id === null ? null : await work.db.mandate.findFirst({ where: { id, endedAt: null } });
  return mandate ? (mandate.tier as Tier) : 'attention';
}
