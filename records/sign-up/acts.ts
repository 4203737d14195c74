import {
  type SignUpAct,
  type SignUpInput,
  signUpActRecorded,
  signUpQueue,
  signUpWorkflow,
  signUpWorkflowId,
  type WhatHappened,
} from '../../workflows/sign-up/contract';
import { applyAct, openingState, type SignUpState, statusOf } from '../../workflows/sign-up/state';
import type { SignUpStatus } from '../../workflows/sign-up/words';
import { allocationFollowing } from '../allocation/of-itself';
import type { Prisma } from '../generated/client';
import { newId } from '../ids';
import { putInOutbox } from '../outbox';
import { tellPlatforms } from '../platform-events/tell-platforms';
import { reviseRetention } from '../retention/arm';
import type { Work } from '../work';
import { lastStepUnder } from '../written-ahead';
import { readSignUp, type SignUpRow } from './sign-up-row';

/**
 * Records an act in the sign-up's one order, moves it to where it stands now, and puts the signal for its workflow in
 * the outbox. The client's row must be locked: the order of `seq` is the order of commit. What follows of itself, such as
 * the proposal of a practitioner, is recorded with it.
 * @returns where the sign-up stands now
 */
export async function recordSignUpAct(work: Work, signUpId: string, what: WhatHappened): Promise<SignUpStatus> {
  const row = await readSignUp(work, signUpId);
  const before = await stateOf(work, row);
  const act: SignUpAct = { id: newId(), seq: before.actsSeen + 1, at: work.at.getTime(), ...what };
  await work.db.signUpAct.create({
    data: {
      id: act.id,
      organisationId: work.organisationId,
      signUpId,
      seq: act.seq,
      at: work.at,
      what: what as unknown as Prisma.InputJsonValue,
    },
  });
  const after = applyAct(before, act);
  const status = statusOf(after);
  await work.db.signUp.update({
    where: { id: signUpId },
    data: { status, actCount: act.seq, endedAt: after.ending === null ? null : (row.endedAt ?? work.at) },
  });
  if (status !== row.status) {
    await tellPlatforms(work, 'sign-up.status-changed', signUpId, { signUpId, clientId: row.clientId, status });
  }
  // Whoever was with us before and leaves anew, or comes back: the time of their data begins, or ends.
  if ((before.ending === null) !== (after.ending === null)) await reviseRetention(work, row.clientId);
  // One that is opened again gets a new process; where the one before still says how it ended, it is told to go on.
  if (before.ending !== null && after.ending === null) await startSignUpProcess(work, row, { again: true });
  await putInOutbox(work, signUpWorkflowId(signUpId), signalOf(act));
  const following = await allocationFollowing(work, row, { before, after, what });
  return following ? recordSignUpAct(work, signUpId, following) : status;
}

const signalOf = (act: SignUpAct) => ({ kind: 'signal', signal: signUpActRecorded.name, argument: act }) as const;

/** Where it stands by its acts: the very reducer that its workflow applies. */
export async function stateOf(work: Work, row: SignUpRow): Promise<SignUpState> {
  const acts = await signUpActsAfter(work, row.id, 0);
  return acts.reduce(applyAct, openingState(pinned(row)));
}

/** Acts that committed after the last one that the workflow knows. */
export async function signUpActsAfter(work: Work, signUpId: string, seen: number): Promise<readonly SignUpAct[]> {
  const acts = await work.db.signUpAct.findMany({ where: { signUpId, seq: { gt: seen } }, orderBy: { seq: 'asc' } });
  return acts.map(({ id, seq, at, what }) => ({
    id,
    seq,
    at: at.getTime(),
    ...(what as unknown as WhatHappened),
  }));
}

/** Puts the start of a sign-up's process in the outbox. @param again after a run of it has ended */
export async function startSignUpProcess(
  work: Work,
  row: SignUpRow,
  { again }: { readonly again: boolean } = { again: false },
): Promise<void> {
  const workflowId = signUpWorkflowId(row.id);
  const resumed = { stepsTaken: await lastStepUnder(work, workflowId), acts: await signUpActsAfter(work, row.id, 0) };
  const input: SignUpInput = {
    signUpId: row.id,
    organisationId: work.organisationId,
    ...pinned(row),
    ...(again ? { resumed } : {}),
  };
  await putInOutbox(work, workflowId, {
    kind: 'start',
    workflow: signUpWorkflow,
    queue: signUpQueue,
    input,
    again,
  });
}

/** What a sign-up keeps from its registration on. */
const pinned = ({ instruments, plan }: SignUpRow) => ({
  instruments,
  withUrgentCarePlan: plan === 'urgent-care',
});
