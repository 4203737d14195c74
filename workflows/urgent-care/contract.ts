import { defineSignal } from '@temporalio/workflow';
import type { PinnedPolicy } from './policy';
import type { CaseState } from './state';
import type { Acknowledgement, Channel, Immediacy, Instant, OutcomeKind, RecipientName, TaskKind } from './words';

/** What others may say to an urgent care case, and what it asks of the world. Ids, enums, instants and counts only. */

export const urgentCareQueue = 'urgent';
export const urgentCareWorkflow = 'urgentCare';
export const urgentCareWorkflowId = (caseId: string): string => `${urgentCareIds}${caseId}`;
const urgentCareIds = 'urgent-care/';

export interface UrgentCareInput {
  readonly caseId: string;
  readonly organisationId: string;
  readonly immediacy: Immediacy;
  /** The policy that the case keeps, whatever is saved later. */
  readonly policy: PinnedPolicy;
  /** Whoever raised it proposed not to inform the client first: a second person is asked before anything else. */
  readonly notInforming?: { readonly decisionId: string };
  /**
   * For a case whose process was lost and begins anew: what was recorded so far. Step numbers go on, so that none is
   * used twice, and a client who was asked is not asked again.
   */
  readonly resumed?: Pick<CaseState, 'stepsTaken' | 'client'> & { readonly acts: readonly Act[] };
}

export interface UrgentCareOutcome {
  readonly outcome: OutcomeKind | 'not-waiting';
}

/**
 * What was recorded in a case, by a person or by a vendor's callback. `seq` counts from 1 in the order of commit;
 * a workflow applies acts in that order, each once.
 */
export type Act = { readonly id: string; readonly seq: number; readonly at: Instant } & WhatHappened;

export type WhatHappened =
  | { readonly kind: 'client-answered' }
  | { readonly kind: 'client-not-reached' }
  | { readonly kind: 'proceed-decided'; readonly recipients: readonly RecipientName[] }
  | { readonly kind: 'ask-again-decided' }
  | { readonly kind: 'call-decided' }
  | { readonly kind: 'consent-withdrawn'; readonly recipients: readonly RecipientName[] }
  | { readonly kind: 'acknowledged'; readonly recipient: RecipientName; readonly answer: Acknowledgement }
  | { readonly kind: 'message-failed'; readonly recipient: RecipientName; readonly channel: Channel }
  | {
      readonly kind: 'immediacy-raised';
      readonly immediacy: Immediacy;
      /** When the proposer of the override that waits may go ahead alone by that. Absent: none waits that may. */
      readonly mayProceedAt?: Instant;
    }
  | { readonly kind: 'news-for-owner' }
  | { readonly kind: 'override-proposed'; readonly decisionId: string; readonly mayProceedUnapproved: boolean }
  | { readonly kind: 'override-approved'; readonly decisionId: string; readonly recipients: readonly RecipientName[] }
  | { readonly kind: 'override-declined'; readonly decisionId: string }
  /** In the policy's window nobody approved it, and the proposer went ahead. */
  | { readonly kind: 'override-proceeded'; readonly decisionId: string; readonly recipients: readonly RecipientName[] }
  | { readonly kind: 'not-informing-approved'; readonly decisionId: string }
  | { readonly kind: 'not-informing-declined'; readonly decisionId: string }
  /** The client's word that it rested on has changed. */
  | { readonly kind: 'proposal-fell'; readonly decisionId: string }
  | { readonly kind: 'call-back-requested' }
  /** Whoever answered with a wrong answer to the client's own question: nothing is disclosed until somebody decides. */
  | { readonly kind: 'guard-failed' }
  | { readonly kind: 'handover-offered' }
  | { readonly kind: 'owner-changed' }
  | { readonly kind: 'task-done'; readonly task: TaskKind }
  /** A recorded reason to wait with telling the client what was shared. */
  | { readonly kind: 'telling-put-off'; readonly until: Instant }
  /** The client may be told by message after all. */
  | { readonly kind: 'telling-released' }
  | { readonly kind: 'stood-down'; readonly outcome: OutcomeKind }
  | { readonly kind: 'outcome-recorded'; readonly outcome: OutcomeKind };

/** At least once, in any order. One signal for all acts, because their order matters across kinds (docs/adr/0005). */
export const actRecorded = defineSignal<[Act]>('actRecorded');

/** What every step's activity is told. */
export interface StepOrder {
  readonly caseId: string;
  readonly organisationId: string;
  /** Counts this case's steps: with the case's id it is the key by which a repeated step does nothing twice. */
  readonly step: number;
  /** Business time of the step. */
  readonly at: Instant;
  /** The last act that the workflow knows. Were more committed, the step is overtaken and does nothing. */
  readonly seen: number;
}

/** Acts committed first: nothing was done, here they are. */
export interface Overtaken {
  readonly kind: 'overtaken';
  readonly acts: readonly Act[];
}

export interface Done {
  readonly kind: 'done';
}

/** The case's row was closed already. */
export interface NotWaiting {
  readonly kind: 'not-waiting';
}

export type InformedClient = { readonly kind: 'client-informed' } | { readonly kind: 'client-not-reached' };

export interface DisclosureOrder extends StepOrder {
  readonly recipient: RecipientName;
  readonly channel: Channel;
}

export type DisclosureResult =
  /** The vendor took it. */
  | { readonly kind: 'sent' }
  /** Not now; the policy's next attempt tries again. */
  | { readonly kind: 'failed-temporary' }
  /** This channel can never reach this recipient: no address, or the vendor says so. */
  | { readonly kind: 'failed-permanent' }
  /** No mandate valid at this moment, or on the never-contact list. */
  | { readonly kind: 'withheld' }
  /** Nobody is there: the recipient is skipped for now, and written to when they open. */
  | { readonly kind: 'closed'; readonly opensAt: Instant };

export interface TaskOrder extends StepOrder {
  readonly task: TaskKind;
  /** Whose turn it is: 0 whose task it is, then the next on the rota, and round again. */
  readonly rung: number;
  /** When the next person is asked. */
  readonly nextPersonAt: Instant;
}

export interface ChaseOrder extends StepOrder {
  /** Whose turn it is: 0 the owner, then the duty clinicians, then the supervisors, and round again. */
  readonly rung: number;
  /** When the next person is asked. */
  readonly nextPersonAt: Instant;
}

/** A decision that waits for a second person, or went ahead without one. */
export interface ProposalOrder extends StepOrder {
  readonly decisionId: string;
}

export interface ApprovalOrder extends ProposalOrder {
  /** Whose turn it is: those who may approve, one after the other, and round again. */
  readonly rung: number;
  /** When the next of them is asked. */
  readonly nextPersonAt: Instant;
}

/** What the story asks of the world. Each is one activity: one transaction, the sends, one transaction. */
export interface UrgentCareActivities {
  /** Also takes the case up. */
  informClient(order: StepOrder & { readonly windowMs: number }): Promise<InformedClient | NotWaiting | Overtaken>;
  tellClientWhatHadGone(order: StepOrder): Promise<Done | Overtaken>;
  askForDecision(order: ChaseOrder): Promise<Done | Overtaken>;
  askForApproval(order: ApprovalOrder): Promise<Done | Overtaken>;
  tellProposerTheyMayProceed(order: ProposalOrder): Promise<Done | Overtaken>;
  tellSkippedApprovers(order: ProposalOrder): Promise<Done | Overtaken>;
  disclose(order: DisclosureOrder): Promise<DisclosureResult | Overtaken>;
  pageForAction(order: StepOrder & { readonly nextPageAt: Instant }): Promise<Done | Overtaken>;
  passOnNews(order: StepOrder): Promise<Done | Overtaken>;
  askToTelephoneGp(order: StepOrder): Promise<Done | Overtaken>;
  offerHandover(order: StepOrder): Promise<Done | Overtaken>;
  askForTask(order: TaskOrder): Promise<Done | Overtaken>;
  askClientHowItWas(order: StepOrder): Promise<InformedClient | Overtaken>;
  tellThoseWhoWereTold(order: StepOrder): Promise<Done | Overtaken>;
  tellClientWhatWasShared(
    order: StepOrder & { readonly dueAt: Instant },
  ): Promise<Done | { readonly kind: 'client-not-reached' } | Overtaken>;
  askForOutcome(order: ChaseOrder): Promise<Done | Overtaken>;
  cancelEverythingAndHold(order: StepOrder): Promise<Done | Overtaken>;
  closeCase(order: StepOrder): Promise<Done | Overtaken>;
}
