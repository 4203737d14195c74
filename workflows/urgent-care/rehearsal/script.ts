import type { Acknowledgement, Channel, Immediacy, OutcomeKind, RecipientName, TaskKind, Tier } from '../words';

/** One line of a rehearsal's script: what somebody does, and when. */
export interface ScriptLine {
  /** Since the concern was raised. */
  readonly afterMs: number;
  readonly act: ScriptedAct;
}

/** What people do in a rehearsal, and what befalls its messages, in the words of the routes that record it. */
export type ScriptedAct =
  | {
      readonly kind: 'client-answers';
      /** Who is not named is silent, as is who is named so. */
      readonly answers: readonly ScriptedAnswer[];
      /** The client asks to be called. */
      readonly callBack: boolean;
    }
  | { readonly kind: 'proceed'; readonly recipients: readonly RecipientName[] }
  | { readonly kind: 'ask-again' }
  | { readonly kind: 'call' }
  | { readonly kind: 'stand-down'; readonly outcome: OutcomeKind }
  | { readonly kind: 'acknowledgement'; readonly recipient: RecipientName; readonly answer: Acknowledgement }
  | { readonly kind: 'withdrawal'; readonly recipients: readonly RecipientName[] | 'all' }
  | { readonly kind: 'second-concern'; readonly immediacy: Immediacy }
  /** On a row of the table that needs a second person. That its facts bear it out is taken for granted here. */
  | { readonly kind: 'propose-override'; readonly recipients: readonly RecipientName[] }
  | { readonly kind: 'approval'; readonly answer: 'approve' | 'decline' }
  /** The proposer goes ahead without an approval, where the policy's window for it has passed. */
  | { readonly kind: 'proceed-unapproved' }
  /** Somebody answers the client's own question wrongly. */
  | { readonly kind: 'guard-fails' }
  /** Whoever owed the case this has done it. */
  | { readonly kind: 'task-done'; readonly task: TaskKind }
  | { readonly kind: 'human-outcome'; readonly outcome: OutcomeKind }
  /** The vendor reports that a message which it had taken failed for good. */
  | { readonly kind: 'message-fails'; readonly to: ReachedPerson; readonly channel: Channel }
  /** From now on no message reaches them this way; without a channel: by no way. */
  | { readonly kind: 'cannot-be-reached'; readonly who: ReachedPerson; readonly channel?: Channel | undefined };

export type ScriptedAnswer =
  | { readonly recipient: RecipientName; readonly answer: 'agree'; readonly tier: Tier }
  | { readonly recipient: RecipientName; readonly answer: 'refuse' | 'silence' };

export type ReachedPerson = 'client' | RecipientName;
