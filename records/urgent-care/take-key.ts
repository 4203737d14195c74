import type { Acknowledgement, RecipientName } from '../../workflows/urgent-care/words';
import type { Work } from '../work';
import { lockCase } from './case-row';
import { wordsOf } from './dispatches';
import type { Letter } from './letters';
import { recipientActor } from './personal-page';
import { type AcknowledgementTaken, recordAcknowledgement } from './record-acknowledgement';

export interface PressedKey {
  /** The message that the call speaks: the answer is bound to it. */
  readonly dispatchId: string;
  readonly digits: string;
}

/** How the call goes on. */
export type KeyTaken =
  | { readonly kind: 'answered'; readonly taken: AcknowledgementTaken }
  /** No key that was offered, and what was said may still be said. */
  | { readonly kind: 'no-answer'; readonly words: Letter }
  /** No key that was offered, and the mandate has ended since: nothing more is said of anyone. */
  | { readonly kind: 'nothing-to-say'; readonly ending: string | undefined }
  /** No call of ours that asks for a key. */
  | { readonly kind: 'unknown' };

const answers: Readonly<Record<string, Acknowledgement>> = { '1': 'acting', '2': 'cannot' };

/**
 * Takes a key that was pressed on a call. Only a person presses one: an answering machine that picks up has answered
 * nothing. domain.md §3.7
 */
export async function takeKey(work: Work, { dispatchId, digits }: PressedKey): Promise<KeyTaken> {
  const called = await work.db.dispatch.findUnique({ where: { id: dispatchId } });
  if (called?.channel !== 'voice' || called.template !== 'disclosure' || called.caseId === null) {
    return { kind: 'unknown' };
  }
  const { caseId } = called;
  const recipient = called.recipient as RecipientName;

  const theCase = await lockCase(work, caseId);
  const answer = answers[digits];
  if (answer !== undefined) {
    const by = await recipientActor(work, theCase, recipient);
    return {
      kind: 'answered',
      taken: await recordAcknowledgement(work, caseId, by, { recipient, answer, via: 'call' }),
    };
  }
  const words = await wordsOf(work, theCase.clientId, called);
  const mandate = await work.db.mandate.findFirst({ where: { id: called.mandateId ?? '', endedAt: null } });
  return mandate ? { kind: 'no-answer', words } : { kind: 'nothing-to-say', ending: words.ending };
}
