import type { ChaseOrder, Overtaken, StepOrder } from '../../../workflows/urgent-care/contract';
import type { CaseStatus, CheckpointKind } from '../../../workflows/urgent-care/words';
import { organisationOf, type StaffMember, staffMember } from '../../people';
import { everyoneOnDuty } from '../../rota/on-duty';
import type { Work } from '../../work';
import { heedItself } from '../../work';
import { type CaseRow, setStatus } from '../case-row';
import { closeCheckpoints, openCheckpoint } from '../checkpoints';
import { chronicle } from '../chronicle';
import type { NewDispatch } from '../dispatches';
import { listed } from '../labels';
import type { StaffAsks, WrittenChannel } from '../letters';
import { tellIfNobodyWasReached } from '../lost-messages';
import { validMandate } from '../mandates';
import { planOfCase } from '../plan-of-case';
import {
  dueAt,
  type OpenedStep,
  openMessages,
  openSendingStep,
  type SettlesDone,
  type StepTools,
  settleStep,
} from './step';

/** What waits for an answer at a checkpoint says as what the first of them is asked. */
export type Page = { readonly asks: StaffAsks; readonly status?: CaseStatus } & (
  | { readonly to: readonly RotaMember[]; readonly checkpoint: PagedCheckpoint }
  | { readonly to: readonly StaffMember[]; readonly checkpoint?: never }
);

interface PagedCheckpoint {
  readonly kind: CheckpointKind;
  readonly dueAt: number;
  readonly decisionId?: string;
}

export interface RotaMember extends StaffMember {
  readonly askedAs: 'owner' | 'duty-clinician' | 'supervisor' | 'dpo';
}

/** Asks whose turn it is to decide: the owner, then whoever is on duty, tier by tier, and round again. domain.md §3.3 */
export const openAskForDecision = (work: Work, tools: StepTools, order: ChaseOrder): Promise<OpenedStep | Overtaken> =>
  openPage(work, tools, order, async (theCase) => ({
    asks: 'decision',
    to: [await whoseTurn(work, theCase, order.rung)],
    status: 'deciding',
    checkpoint: { kind: 'decision', dueAt: order.nextPersonAt },
  }));

/** Asks whose turn it is to say what came of it, once somebody acts. */
export const openAskForOutcome = (work: Work, tools: StepTools, order: ChaseOrder): Promise<OpenedStep | Overtaken> =>
  openPage(work, tools, order, async (theCase) => ({
    asks: 'outcome',
    to: [await whoseTurn(work, theCase, order.rung)],
    status: 'aftercare',
    checkpoint: { kind: 'human-outcome', dueAt: order.nextPersonAt },
  }));

/** Nobody answers: duty clinicians and supervisors are paged until a person records what they did. domain.md §3.8 */
export const openPageForAction = (
  work: Work,
  tools: StepTools,
  order: StepOrder & { readonly nextPageAt: number },
): Promise<OpenedStep | Overtaken> =>
  openPage(work, tools, order, async (theCase) => ({
    asks: 'action',
    to: await everyoneOnTheRota(work, theCase),
    status: 'nobody-acting',
    checkpoint: { kind: 'human-outcome', dueAt: order.nextPageAt },
  }));

/** Something was recorded that the owner should see: a reply that fits nothing, a second concern, a late answer. */
export const openPassOnNews = (work: Work, tools: StepTools, order: StepOrder): Promise<OpenedStep | Overtaken> =>
  openPage(work, tools, order, async (theCase) => ({ asks: 'news', to: [await whoseTurn(work, theCase, 0)] }));

/**
 * For `immediate` a named person also telephones the GP: the owner, once, whether the practice's line is open or not. Only
 * under a mandate that is valid now: a call tells as much as a letter. domain.md §3.6
 */
export const openAskToTelephoneGp = (work: Work, tools: StepTools, order: StepOrder): Promise<OpenedStep | Overtaken> =>
  openPage(work, tools, order, async (theCase) => {
    const plan = await planOfCase(work, theCase);
    const mandate = await validMandate(work, theCase, plan, 'gp');
    return { asks: 'gp-call', to: mandate ? [await whoseTurn(work, theCase, 0)] : [] };
  });

export const settlePage: SettlesDone = (work, order, sent) =>
  settleStep(work, order, sent, {
    tell: async (theCase, arriving) => {
      if (sent.length > 0) await tellIfNobodyWasReached(work, theCase, order.step, arriving);
    },
  });

export function openPage(
  work: Work,
  tools: StepTools,
  order: StepOrder,
  pageFor: (theCase: CaseRow) => Promise<Page>,
): Promise<OpenedStep | Overtaken> {
  return openSendingStep(work, order, async (theCase) => {
    const page = await pageFor(theCase);
    if (page.status) {
      await setStatus(work, theCase, page.status);
      await closeCheckpoints(work, theCase.id, 'client-consent');
    }
    if (page.checkpoint) await openPagedCheckpoint(work, theCase, page.to, page.checkpoint);
    if (page.to.length > 0) {
      await chronicle(work, theCase, {
        actor: heedItself,
        kind: happened(page.asks),
        text: `${listed(page.to.map(({ name }) => name))} ${page.to.length > 1 ? 'were' : 'was'} ${asked[page.asks]}.`,
        step: order.step,
      });
    }
    return openMessages(work, tools, order, theCase, await messagesToStaff(work, tools, theCase, page));
  });
}

async function openPagedCheckpoint(
  work: Work,
  theCase: CaseRow,
  [first]: readonly RotaMember[],
  { kind, dueAt: due, ...of }: PagedCheckpoint,
): Promise<void> {
  const { askedAs: role, id: staffId } = first ?? { askedAs: 'supervisor', id: null };
  await openCheckpoint(work, theCase.id, { kind, role, staffId, dueAt: dueAt(due), ...of });
}

async function messagesToStaff(
  work: Work,
  tools: StepTools,
  { code, immediacy }: CaseRow,
  { asks, to }: Page,
): Promise<readonly NewDispatch[]> {
  const { senderName, callbackNumber } = await organisationOf(work);
  const facts = { senderName, callbackNumber, asks, code, immediacy };
  const message = (staff: StaffMember, channel: WrittenChannel): NewDispatch => ({
    part: `page-${staff.id}`,
    template: `page-for-${asks}`,
    audience: 'staff',
    staffId: staff.id,
    channel,
    to: channel === 'sms' ? staff.mobile : staff.email,
    write: () => tools.letters.staffPage(channel, facts),
  });
  return to.flatMap((staff) => [message(staff, 'sms'), message(staff, 'email')]);
}

export async function whoseTurn(work: Work, theCase: CaseRow, rung: number): Promise<RotaMember> {
  const owner: RotaMember = { ...(await staffMember(work, theCase.ownerId)), askedAs: 'owner' };
  const ladder = [owner, ...(await everyoneOnTheRota(work, theCase)).filter(({ id }) => id !== owner.id)];
  return ladder[rung % ladder.length] ?? owner;
}

/** Asked of the rota at this very moment, never at the start of the case. The owner alone where nobody may be on duty. */
async function everyoneOnTheRota(work: Work, theCase: CaseRow): Promise<readonly RotaMember[]> {
  const onDuty = await everyoneOnDuty(work);
  return onDuty.length > 0 ? onDuty : [{ ...(await staffMember(work, theCase.ownerId)), askedAs: 'owner' }];
}

/** What is told and not asked has a name of its own in the timeline. */
function happened(asks: StaffAsks): string {
  if (asks === 'may-proceed') return 'staff.told-they-may-proceed';
  return asks === 'unapproved' ? 'staff.told-of-unapproved-override' : `staff.asked-for-${asks}`;
}

const asked: Readonly<Record<StaffAsks, string>> = {
  'gp-call': 'asked to telephone the GP now and to record the answer',
  decision: 'asked to decide',
  approval: 'asked for the second approval',
  'may-proceed': 'told that they may go ahead unapproved',
  unapproved: 'told that an override went ahead without their approval',
  action: 'paged: nobody is acting',
  outcome: 'asked what came of it',
  news: 'told that something new was recorded',
  handover: 'asked to take the case over',
  'call-back': 'asked to call the client, who asks for it',
  'tell-client': 'asked whether the client can be told now what was shared',
  'override-review': 'asked to review the override',
  'ask-client': 'asked to ask the client how it was',
};
