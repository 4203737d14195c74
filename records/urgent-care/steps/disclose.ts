import { assertNever } from '../../../workflows/shared/assert-never';
import type { DisclosureOrder, DisclosureResult, Overtaken } from '../../../workflows/urgent-care/contract';
import { type Channel, isContact, type RecipientName } from '../../../workflows/urgent-care/words';
import { dayAndTime } from '../../calendar/day-and-time';
import { addressFor, clientWords, isHeld, organisationOf, type Plan } from '../../people';
import { noticeWentWithMessage } from '../../urgent-care-plan/contact-notices';
import type { Work } from '../../work';
import { heedItself } from '../../work';
import { type CaseRow, type CaseWords, setStatus } from '../case-row';
import { closeCheckpoints } from '../checkpoints';
import { chronicle } from '../chronicle';
import { type Audience, type NewDispatch, type Sent, stepWasTried } from '../dispatches';
import { gpOpensAt } from '../gp-hours';
import { capitalised, recipientLabels } from '../labels';
import { mandateNow, type ValidMandate, validMandate } from '../mandates';
import { mayBeDisclosed } from '../may-be-disclosed';
import { planOfCase } from '../plan-of-case';
import { type OpenedStep, openLookUp, openMessages, openSendingStep, type StepTools, settleStep } from './step';

/**
 * Opens one disclosure. Mandate and never-contact list are read in this very transaction, with the client's row locked:
 * a withdrawal that committed first wins. domain.md §3.6
 */
export function openDisclosure(
  work: Work,
  tools: StepTools,
  order: DisclosureOrder,
): Promise<OpenedStep | Overtaken | DisclosureResult> {
  return openSendingStep<OpenedStep | DisclosureResult>(work, order, async (theCase) => {
    const { recipient, channel } = order;
    const plan = await planOfCase(work, theCase);
    const mandate = await mandateNow(work, theCase, plan, recipient);
    const clientIsHeld = await isHeld(work, theCase.clientId);
    if (!mandate || !mayBeDisclosed({ ...mandate, outcome: theCase.outcomeKind, clientIsHeld })) {
      return withhold(work, theCase, order);
    }
    const opensAt = recipient === 'gp' ? await gpOpensAt(work, theCase) : null;
    if (opensAt && !(await stepWasTried(work, theCase.id, order.step)))
      return skipForNow(work, theCase, order, opensAt);
    const places = { plan, organisation: await organisationOf(work) };
    const to = addressFor(work, places, recipient, channel);
    if (to === null) return withoutAddress(work, theCase, order);

    await setStatus(work, theCase, 'disclosing');
    await closeCheckpoints(work, theCase.id, 'client-consent', 'decision');
    return openMessages(work, tools, order, theCase, [
      await disclosureMessage(work, tools, theCase, mandate, recipient, channel, to),
    ]);
  });
}

async function withhold(work: Work, theCase: CaseRow, order: DisclosureOrder): Promise<OpenedStep | DisclosureResult> {
  const { recipient, step } = order;
  if (await stepWasTried(work, theCase.id, step)) return openLookUp(work, order, theCase);
  await work.db.caseRecipient.updateMany({
    where: { caseId: theCase.id, recipient, standing: 'mandated' },
    data: { standing: 'withheld' },
  });
  const text = `Nothing was sent to ${recipientLabels[recipient]}: there is no valid mandate.`;
  await chronicle(work, theCase, { actor: heedItself, kind: 'disclosure.withheld', text, step });
  return { kind: 'withheld' };
}

/** A closed GP is skipped for now, with the crisis team offered. domain.md §3.6 */
async function skipForNow(
  work: Work,
  theCase: CaseRow,
  { recipient, step }: DisclosureOrder,
  opensAt: Date,
): Promise<DisclosureResult> {
  const { timeZone } = await organisationOf(work);
  const until = `${capitalised(recipientLabels[recipient])} is closed until ${dayAndTime(opensAt, timeZone)}`;
  const text = `${until} and is written to then. Until then: the local crisis team, NHS 111 option 2.`;
  await chronicle(work, theCase, { actor: heedItself, kind: 'disclosure.waits-for-opening', text, step });
  return { kind: 'closed', opensAt: opensAt.getTime() };
}

async function withoutAddress(
  work: Work,
  theCase: CaseRow,
  { recipient, channel, step }: DisclosureOrder,
): Promise<DisclosureResult> {
  const text = `There is no address to reach ${recipientLabels[recipient]} by ${channel}.`;
  await chronicle(work, theCase, { actor: heedItself, kind: 'disclosure.failed', text, step });
  return { kind: 'failed-permanent' };
}

async function disclosureMessage(
  work: Work,
  tools: StepTools,
  theCase: CaseRow,
  mandate: ValidMandate,
  recipient: RecipientName,
  channel: Channel,
  to: string,
): Promise<NewDispatch> {
  const { senderName, callbackNumber } = await organisationOf(work);
  const { firstName, lastName, birthDate } = await clientWords(work, theCase.clientId);
  const { concern, doneSoFar } = await work.open<CaseWords>(theCase.clientId, theCase.sealed);
  const facts = {
    senderName,
    callbackNumber,
    tier: mandate.tier,
    clientName: `${firstName} ${lastName}`,
    birthDate,
    concern,
    doneSoFar,
    code: theCase.code,
  };
  return {
    part: `disclose-${recipient}`,
    template: 'disclosure',
    audience: audienceOf(recipient),
    recipient,
    mandateId: mandate.id,
    channel,
    to,
    write: (link) => tools.letters.disclosure(channel, { ...facts, link }),
    ...(hasPage(channel) ? { link: 'third-party' as const } : {}),
  };
}

/** Nobody follows a link that is read out. */
const hasPage = (channel: Channel): boolean => channel !== 'voice';

export async function settleDisclosure(
  work: Work,
  order: DisclosureOrder,
  sent: readonly Sent[],
): Promise<DisclosureResult> {
  const result = resultOf(sent);
  const text = `${outcomeWords[result.kind]} ${recipientLabels[order.recipient]} (${order.channel}).`;
  const kind = result.kind === 'sent' ? 'disclosure.sent' : 'disclosure.failed';
  await settleStep(work, order, sent, {
    tell: async (theCase) => {
      await chronicle(work, theCase, { actor: heedItself, kind, text, step: order.step });
      if (result.kind === 'sent' && hasPage(order.channel)) await noticeWentWithMessage(work, theCase, order.recipient);
    },
    move: (theCase) => setStatus(work, theCase, 'awaiting-acknowledgement'),
  });
  return result;
}

function resultOf([one]: readonly Sent[]): ResultOfSending {
  const result = one?.result;
  const kind = result?.kind === 'settled' ? result.status : result?.kind;
  switch (kind) {
    case 'failed-permanent':
      return { kind: 'failed-permanent' };
    case 'cancelled':
      return { kind: 'withheld' };
    case 'failed-temporary':
    case 'not-handed-over':
    case 'unknown':
    case undefined:
      return { kind: 'failed-temporary' };
    case 'accepted':
    case 'queued':
    case 'sent':
    case 'delivered':
    case 'opened':
      return { kind: 'sent' };
    default:
      return assertNever(kind);
  }
}

export const audienceOf = (recipient: RecipientName): Audience =>
  recipient === 'gp' ? 'gp' : isContact(recipient) ? 'contact' : 'authority';

/** What comes of a message that was written. */
type ResultOfSending = Exclude<DisclosureResult, { readonly kind: 'closed' }>;

const outcomeWords: Readonly<Record<ResultOfSending['kind'], string>> = {
  sent: 'A message went to',
  'failed-permanent': 'This way does not reach',
  'failed-temporary': 'For now no message reached',
  withheld: 'Nothing was sent to',
};

/** Who was told in this case, by which ways, and the mandate under which they may still be written to. */
export async function toldUnderValidMandate(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
): Promise<readonly { recipient: RecipientName; ways: readonly Channel[]; mandate: ValidMandate }[]> {
  const told = await work.db.dispatch.findMany({
    where: {
      caseId: theCase.id,
      template: 'disclosure',
      status: { notIn: ['cancelled', 'failed-permanent', 'failed-temporary'] },
    },
    orderBy: { seq: 'asc' },
  });
  const recipients = new Set(told.map(({ recipient }) => recipient as RecipientName));
  const found: { recipient: RecipientName; ways: readonly Channel[]; mandate: ValidMandate }[] = [];
  for (const recipient of recipients) {
    const mandate = await validMandate(work, theCase, plan, recipient);
    const ways = told.filter((one) => one.recipient === recipient).map(({ channel }) => channel as Channel);
    if (mandate) found.push({ recipient, ways, mandate });
  }
  return found;
}
