import { defineSignal } from '@temporalio/workflow';
import type { SignUpNote, StaffAsk } from './rules';
import type { Instant, Instrument, SignUpEnding } from './words';

/** What others may say to a sign-up, and what it asks of the world. Ids, enums, instants and counts only. */

export const signUpQueue = 'standard';
export const signUpWorkflow = 'signUp';
export const signUpWorkflowId = (signUpId: string): string => `${signUpIds}${signUpId}`;
const signUpIds = 'sign-up/';

export interface SignUpInput {
  readonly signUpId: string;
  readonly organisationId: string;
  /** The questionnaires that this sign-up asks for. */
  readonly instruments: readonly Instrument[];
  /** Signed up for urgent care too: no practitioner is proposed before the plan is complete. */
  readonly withUrgentCarePlan: boolean;
  /** For one that is opened again, or whose process was lost: step numbers go on, so that none is used twice. */
  readonly resumed?: { readonly stepsTaken: number; readonly acts: readonly SignUpAct[] };
}

/** What was recorded in a sign-up, in the order of commit: `seq` counts from 1. */
export type SignUpAct = { readonly id: string; readonly seq: number; readonly at: Instant } & WhatHappened;

export type WhatHappened =
  | { readonly kind: 'consent-form-signed' }
  /** Processing is restricted at once; nothing goes on until a form is signed again. */
  | { readonly kind: 'consent-form-withdrawn' }
  | { readonly kind: 'assessment-submitted'; readonly instrument: Instrument }
  /** A safety answer, also of a submission that was refused: a person talks to the client before anything goes on. */
  | { readonly kind: 'safety-raised'; readonly concernId: string }
  | { readonly kind: 'safety-judged'; readonly concernId: string }
  | { readonly kind: 'plan-needed' }
  /** A person takes it back: the client refuses a plan, or has nobody to name in it. */
  | { readonly kind: 'plan-not-needed' }
  | { readonly kind: 'plan-completed' }
  /** Something that the plan needs was taken out of it. */
  | { readonly kind: 'plan-incomplete' }
  /** Opens one again that expired or was left, or sends the link of the present stage once more. */
  | { readonly kind: 'link-renewed' }
  /** A practitioner, or nobody, was proposed: a person confirms it. */
  | { readonly kind: 'allocation-proposed'; readonly allocationId: string; readonly match: boolean }
  /** A person confirmed it: the practitioner answers before `answerBy`. */
  | { readonly kind: 'allocation-confirmed'; readonly allocationId: string; readonly answerBy: Instant }
  /** Nobody suits, says a person; or the client objects: the supervisor sees to it. */
  | { readonly kind: 'allocation-stalled'; readonly allocationId: string }
  | { readonly kind: 'enrolled' }
  | { readonly kind: 'left' }
  | { readonly kind: 'expired' };

/** At least once, in any order. One signal for all acts, because their order matters across kinds (docs/adr/0005). */
export const signUpActRecorded = defineSignal<[SignUpAct]>('signUpActRecorded');

/** What every step's activity is told. */
export interface SignUpOrder {
  readonly signUpId: string;
  readonly organisationId: string;
  /** Counts this sign-up's steps: with its id it is the key by which a repeated step does nothing twice. */
  readonly step: number;
  /** Business time of the step. */
  readonly at: Instant;
  /** The last act that the workflow knows. Were more committed, the step is overtaken and does nothing. */
  readonly seen: number;
}

/** Acts committed first: nothing was done, here they are. */
export interface Overtaken {
  readonly kind: 'overtaken';
  readonly acts: readonly SignUpAct[];
}

export interface Done {
  readonly kind: 'done';
}

/** What the story asks of the world. */
export interface SignUpActivities {
  writeToSigningUp(order: SignUpOrder & { readonly note: SignUpNote }): Promise<Done | Overtaken>;
  /** @param rung whose turn it is: 0 whose task it is, then the supervisors */
  askStaffOfSignUp(order: SignUpOrder & { readonly ask: StaffAsk; readonly rung: number }): Promise<Done | Overtaken>;
  /** Records that the practitioner did not answer in time, and proposes the next. */
  passOverPractitioner(order: SignUpOrder): Promise<Done | Overtaken>;
  /** Records that the client did not answer in time. */
  expireSignUp(order: SignUpOrder): Promise<Done | Overtaken>;
}

export interface SignUpOutcome {
  readonly outcome: SignUpEnding;
}
