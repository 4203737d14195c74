import type { Done, InformedClient, Overtaken, StepOrder } from '../../../workflows/urgent-care/contract';
import { waysToSayItIsOver } from '../../../workflows/urgent-care/ladder';
import { resumeErasures } from '../../erasure/begin';
import { addressFor, organisationOf } from '../../people';
import type { Work } from '../../work';
import { heedItself } from '../../work';
import { type CaseRow, setStatus, tellPlatformsWhereItStands } from '../case-row';
import { closeCheckpoints, openCheckpoint } from '../checkpoints';
import { chronicle } from '../chronicle';
import type { NewDispatch, Sent } from '../dispatches';
import { labelled, listed } from '../labels';
import { planOfCase } from '../plan-of-case';
import { messagesToClient, whatWasShared } from './client-messages';
import { audienceOf, toldUnderValidMandate } from './disclose';
import {
  dueAt,
  type OpenedStep,
  openMessages,
  openSendingStep,
  openStep,
  type SettlesDone,
  type StepTools,
  settleStep,
} from './step';

type Opened = Promise<OpenedStep | Overtaken>;

/** After a withdrawal the client hears exactly what had gone, and to whom. domain.md §3.9 */
export const openTellClientWhatHadGone = (work: Work, tools: StepTools, order: StepOrder): Opened =>
  openSendingStep(work, order, async (theCase) => {
    const shared = await whatWasShared(work, theCase.id);
    const messages = await messagesToClient(work, theCase, 'what-had-gone', (channel, facts) =>
      tools.letters.whatHadGone(channel, { ...facts, shared }),
    );
    return openMessages(work, tools, order, theCase, messages);
  });

export const settleTellClientWhatHadGone: SettlesDone = (work, order, sent) =>
  settleStep(work, order, sent, {
    tell: async (theCase, reached) => {
      const shared = await whatWasShared(work, theCase.id);
      const had = shared.length === 0 ? 'nothing had gone' : `${listed(shared.map((s) => s.recipient))} had been told`;
      await chronicle(work, theCase, {
        actor: heedItself,
        kind: reached.length > 0 ? 'client.told-what-had-gone' : 'client.not-told',
        text:
          reached.length > 0
            ? `The client was told what had gone before the withdrawal: ${had}.`
            : `No message reached the client about what had gone before the withdrawal: ${had}.`,
        step: order.step,
      });
    },
  });

/** Those who were told hear that it is over, only under a mandate still valid. domain.md §3.10 */
export const openTellThoseWhoWereTold = (work: Work, tools: StepTools, order: StepOrder): Opened =>
  openSendingStep(work, order, async (theCase) => {
    const plan = await planOfCase(work, theCase);
    const organisation = await organisationOf(work);
    const { senderName, callbackNumber } = organisation;
    const told = await toldUnderValidMandate(work, theCase, plan);
    const messages = told.flatMap(({ recipient, ways, mandate }) =>
      waysToSayItIsOver(ways).flatMap((channel): NewDispatch[] => {
        const to = addressFor(work, { plan, organisation }, recipient, channel);
        if (to === null) return [];
        return [
          {
            part: `over-${recipient}`,
            template: 'it-is-over',
            audience: audienceOf(recipient),
            recipient,
            mandateId: mandate.id,
            channel,
            to,
            write: () => tools.letters.itIsOver(channel, { senderName, callbackNumber, code: theCase.code }),
          },
        ];
      }),
    );
    return openMessages(work, tools, order, theCase, messages);
  });

export const settleTellThoseWhoWereTold: SettlesDone = (work, order, sent) =>
  settleStep(work, order, sent, {
    tell: async (theCase, reached) => {
      const heard = new Set(reached.flatMap(({ recipient }) => recipient ?? []));
      if (heard.size === 0) return;
      const text = `Told that it is over: ${labelled([...heard])}.`;
      await chronicle(work, theCase, { actor: heedItself, kind: 'recipients.told-it-is-over', text, step: order.step });
    },
  });

/** Aftercare: the client is told what was shared, with whom, why and on which basis. domain.md §3.11 */
export const openTellClientWhatWasShared = (
  work: Work,
  tools: StepTools,
  order: StepOrder & { readonly dueAt: number },
): Opened =>
  openSendingStep(work, order, async (theCase) => {
    await setStatus(work, theCase, 'aftercare');
    await closeCheckpoints(work, theCase.id, 'decision', 'client-consent');
    const due = dueAt(order.dueAt);
    await openCheckpoint(work, theCase.id, { kind: 'tell-client', role: 'system', staffId: null, dueAt: due });
    const shared = await whatWasShared(work, theCase.id);
    const messages = await messagesToClient(work, theCase, 'what-was-shared', (channel, facts) =>
      tools.letters.whatWasShared(channel, { ...facts, shared }),
    );
    return openMessages(work, tools, order, theCase, messages);
  });

export async function settleTellClientWhatWasShared(
  work: Work,
  order: StepOrder,
  sent: readonly Sent[],
): Promise<Done | { readonly kind: 'client-not-reached' }> {
  const reached = await settleStep(work, order, sent, {
    tell: async (theCase, reached) => {
      const told = reached.length > 0;
      const shared = await whatWasShared(work, theCase.id);
      const what =
        shared.length === 0 ? 'nothing was shared' : shared.map((s) => `${s.recipient}: ${s.what}`).join('; ');
      await closeCheckpoints(work, theCase.id, 'tell-client');
      await chronicle(work, theCase, {
        actor: heedItself,
        kind: told ? 'client.told-what-was-shared' : 'client.not-told',
        text: told
          ? `The client was told what was shared: ${what}.`
          : 'No message reached the client about what was shared: a person must tell them.',
        step: order.step,
      });
    },
  });
  return { kind: reached.length > 0 ? 'done' : 'client-not-reached' };
}

/** Afterwards the client is asked how it was. domain.md §3.11 */
export const openAskClientHowItWas = (work: Work, tools: StepTools, order: StepOrder): Opened =>
  openSendingStep(work, order, async (theCase) => {
    const messages = await messagesToClient(
      work,
      theCase,
      'how-it-was',
      (channel, facts, link) => tools.letters.howItWas(channel, { ...facts, link }),
      'afterwards',
    );
    return openMessages(work, tools, order, theCase, messages);
  });

export async function settleAskClientHowItWas(
  work: Work,
  order: StepOrder,
  sent: readonly Sent[],
): Promise<InformedClient> {
  const reached = await settleStep(work, order, sent, {
    tell: (theCase, arriving) =>
      chronicle(work, theCase, {
        actor: heedItself,
        kind: arriving.length > 0 ? 'client.asked-how-it-was' : 'client.not-asked-how-it-was',
        text:
          arriving.length > 0
            ? 'The client was asked how it was.'
            : 'No message reached the client to ask how it was: a person must ask.',
        step: order.step,
      }),
  });
  return { kind: reached.length > 0 ? 'client-informed' : 'client-not-reached' };
}

/** After a death: what is not out yet is cancelled, everything is kept. domain.md §3.10 */
export const cancelEverythingAndHold = (work: Work, order: StepOrder): Promise<Done | Overtaken> =>
  openStep(work, order, async (theCase): Promise<Done> => {
    await work.db.dispatch.updateMany({
      where: { caseId: theCase.id, status: { in: ['queued', 'unknown', 'failed-temporary'] }, vendorId: null },
      data: { status: 'cancelled', statusAt: work.at },
    });
    return close(work, order, theCase);
  });

/** The end: only with a person's outcome on record, which the database checks too. */
export const closeCase = (work: Work, order: StepOrder): Promise<Done | Overtaken> =>
  openStep(work, order, (theCase) => close(work, order, theCase));

async function close(work: Work, order: StepOrder, theCase: CaseRow): Promise<Done> {
  await work.db.case.update({ where: { id: theCase.id }, data: { status: 'closed', closedAt: work.at } });
  if (theCase.status !== 'closed') await tellPlatformsWhereItStands(work, { ...theCase, status: 'closed' });
  await closeCheckpoints(work, theCase.id);
  await work.db.mandate.updateMany({ where: { caseId: theCase.id, endedAt: null }, data: { endedAt: work.at } });
  const text = 'The case is closed.';
  await chronicle(work, theCase, { actor: heedItself, kind: 'case.closed', text, step: order.step });
  await resumeErasures(work, theCase.clientId);
  return { kind: 'done' };
}
