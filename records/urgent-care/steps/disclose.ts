import { assertNever } from '../../../workflows/shared/assert-never';
import type { DisclosureOrder, DisclosureResult, Overtaken } from '../../../workflows/urgent-care/contract';
import { isContact, type RecipientName } from '../../../workflows/urgent-care/words';
import { addressOf, clientWords, organisationOf, type Plan, planOf } from '../../people';
import type { Work } from '../../work';
import { heedItself } from '../../work';
import { type CaseRow, type CaseWords, setStatus } from '../case-row';
import { chronicle } from '../chronicle';
import { type Audience, lookUpOnly, type NewDispatch, type Sent, stepWasTried } from '../dispatches';
import { recipientLabels } from '../labels';
import type { WrittenChannel } from '../letters';
import { type ValidMandate, validMandate } from '../mandates';
import { type OpenedStep, openMessages, openStep, type StepTools, settleStep } from './step';

/**
 * Opens one disclosure. Mandate and never-contact list are read in this very transaction, with the client's row locked:
 * a withdrawal that committed first wins. domain.md §3.6
 */
export function openDisclosure(
  work: Work,
  tools: StepTools,
  order: DisclosureOrder,
): Promise<OpenedStep | Overtaken | DisclosureResult> {
  return openStep<OpenedStep | DisclosureResult>(work, order, async (theCase) => {
    const { recipient, channel } = order;
    const plan = await planOf(work, theCase.clientId);
    const mandate = theCase.outcomeKind === null ? await validMandate(work, theCase, plan, recipient) : null;
    if (!mandate) return withhold(work, tools, theCase, order);
    if (channel === 'voice') return { kind: 'failed-permanent' };
    const to = addressOf(plan, recipient)?.[channel] ?? null;
    if (to === null) return { kind: 'failed-permanent' };

    await setStatus(work, theCase, 'disclosing');
    return openMessages(work, tools, order, theCase, [
      await disclosureMessage(work, tools, theCase, mandate, recipient, channel, to),
    ]);
  });
}

async function withhold(
  work: Work,
  tools: StepTools,
  theCase: CaseRow,
  { recipient, step }: DisclosureOrder,
): Promise<OpenedStep | DisclosureResult> {
  if (await stepWasTried(work, theCase.id, step)) {
    const context = { theCase, organisation: await organisationOf(work), step, publicUrl: tools.publicUrl };
    return { kind: 'opened', outgoing: await lookUpOnly(work, context) };
  }
  await work.db.caseRecipient.updateMany({
    where: { caseId: theCase.id, recipient, standing: 'mandated' },
    data: { standing: 'withheld' },
  });
  const text = `Nothing was sent to ${recipientLabels[recipient]}: there is no valid mandate.`;
  await chronicle(work, theCase, { actor: heedItself, kind: 'disclosure.withheld', text, step });
  return { kind: 'withheld' };
}

async function disclosureMessage(
  work: Work,
  tools: StepTools,
  theCase: CaseRow,
  mandate: ValidMandate,
  recipient: RecipientName,
  channel: WrittenChannel,
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
    link: 'third-party',
  };
}

export async function settleDisclosure(
  work: Work,
  order: DisclosureOrder,
  sent: readonly Sent[],
): Promise<DisclosureResult> {
  const result = resultOf(sent);
  const text = `${outcomeWords[result.kind]} ${recipientLabels[order.recipient]} (${order.channel}).`;
  await settleStep(work, order, sent, async (theCase) => {
    await setStatus(work, theCase, 'awaiting-acknowledgement');
    const kind = result.kind === 'sent' ? 'disclosure.sent' : 'disclosure.failed';
    await chronicle(work, theCase, { actor: heedItself, kind, text, step: order.step });
  });
  return result;
}

function resultOf([one]: readonly Sent[]): DisclosureResult {
  const result = one?.result;
  const kind = result?.kind === 'settled' ? result.status : result?.kind;
  switch (kind) {
    case 'failed-permanent':
      return { kind: 'failed-permanent' };
    case 'cancelled':
      return { kind: 'withheld' };
    case 'failed-temporary':
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

const outcomeWords: Readonly<Record<DisclosureResult['kind'], string>> = {
  sent: 'A message went to',
  'failed-permanent': 'This way does not reach',
  'failed-temporary': 'For now no message reached',
  withheld: 'Nothing was sent to',
};

/** The plan's people who were told in this case and under whose mandate they may still be written to. */
export async function toldUnderValidMandate(
  work: Work,
  theCase: CaseRow,
  plan: Plan | null,
): Promise<readonly { recipient: RecipientName; channel: WrittenChannel; mandate: ValidMandate }[]> {
  const told = await work.db.dispatch.findMany({
    where: {
      caseId: theCase.id,
      template: 'disclosure',
      status: { notIn: ['cancelled', 'failed-permanent', 'failed-temporary'] },
    },
    orderBy: { id: 'asc' },
  });
  const lastChannel = new Map(told.map(({ recipient, channel }) => [recipient as RecipientName, channel]));
  const found: { recipient: RecipientName; channel: WrittenChannel; mandate: ValidMandate }[] = [];
  for (const [recipient, channel] of lastChannel) {
    const mandate = await validMandate(work, theCase, plan, recipient);
    if (mandate) found.push({ recipient, channel: channel as WrittenChannel, mandate });
  }
  return found;
}
