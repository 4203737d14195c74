import type { Caller } from '../caller';
import { staffActorOf } from '../caller';
import { conflict, forbidden, invalidInput } from '../errors';
import type { Handover } from '../generated/client';
import { newId } from '../ids';
import { findStaffMember, type StaffMember, staffWithAnyRole } from '../people';
import type { Work } from '../work';
import { requireDecider } from './access';
import { recordAct } from './acts';
import { type CaseRow, lockCase, requireOpen } from './case-row';
import { chronicle } from './chronicle';

/** A case always has one named owner. A hand-over is offered, and counts when it is accepted. domain.md §1 */

export type HandoverInput =
  | { readonly kind: 'offer'; readonly to: string; readonly note: string }
  | {
      readonly kind: 'answer';
      readonly handoverId: string;
      readonly answer: 'accept' | 'decline';
      readonly note: string;
    };

export interface RecordedHandover {
  readonly handoverId: string;
  readonly status: 'offered' | 'accepted' | 'declined';
  readonly owner: string;
}

const mayOwn = ['practitioner', 'duty-clinician', 'supervisor'];

/** To whom a case can be offered: whoever may own one, but for who does. By name. */
export async function whoMayTakeOver(
  work: Work,
  { ownerId }: Pick<CaseRow, 'ownerId'>,
): Promise<readonly Pick<StaffMember, 'id' | 'name' | 'roles'>[]> {
  const all = await staffWithAnyRole(work, ...mayOwn);
  return all
    .filter(({ id }) => id !== ownerId)
    .map(({ id, name, roles }) => ({ id, name, roles }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

/** Offers the case to somebody, or answers such an offer. Until it is accepted the owner stays who they are. */
export async function recordHandover(
  work: Work,
  caller: Caller,
  caseId: string,
  given: HandoverInput,
): Promise<RecordedHandover> {
  return given.kind === 'offer' ? offer(work, caller, caseId, given) : answer(work, caller, caseId, given);
}

async function offer(
  work: Work,
  caller: Caller,
  caseId: string,
  { to, note }: Extract<HandoverInput, { kind: 'offer' }>,
): Promise<RecordedHandover> {
  const theCase = await lockCase(work, caseId);
  requireOpen(theCase);
  await requireDecider(work, theCase, caller);
  const actor = await staffActorOf(work, caller);
  const next = await findStaffMember(work, to);
  if (!next?.roles.some((role) => mayOwn.includes(role))) {
    throw invalidInput('cannot-own', 'to: a case is handed over to a practitioner, a duty clinician or a supervisor.');
  }
  if (next.id === theCase.ownerId) throw conflict('owner-already', `${next.name} owns this case already.`);

  const handoverId = newId();
  const { organisationId, at } = work;
  // A newer offer takes the place of one that nobody answered.
  await work.db.handover.updateMany({ where: { caseId, answer: null }, data: { answer: 'overtaken', answeredAt: at } });
  await work.db.handover.create({
    data: { id: handoverId, organisationId, caseId, toId: to, offeredById: actor.id, offeredAt: at },
  });
  const text = `Offered the case to ${next.name}. ${note}`.trim();
  await chronicle(work, theCase, { actor, kind: 'handover.offered', text });
  await recordAct(work, caseId, { kind: 'handover-offered' });
  return { handoverId, status: 'offered', owner: theCase.ownerId };
}

async function answer(
  work: Work,
  caller: Caller,
  caseId: string,
  { handoverId, answer: given, note }: Extract<HandoverInput, { kind: 'answer' }>,
): Promise<RecordedHandover> {
  const theCase = await lockCase(work, caseId);
  requireOpen(theCase);
  const actor = await staffActorOf(work, caller);
  const offered = await openHandover(work, caseId);
  if (offered?.id !== handoverId) {
    throw conflict('handover-not-open', 'handoverId: this offer was answered already, or another one took its place.');
  }
  if (offered.toId !== actor.id) throw forbidden('Only the one to whom the case is offered may answer.');

  await work.db.handover.update({ where: { id: handoverId }, data: { answer: given, answeredAt: work.at } });
  if (given === 'decline') {
    await chronicle(work, theCase, {
      actor,
      kind: 'handover.declined',
      text: `Declined to take the case over. ${note}`.trim(),
    });
    await recordAct(work, caseId, { kind: 'news-for-owner' });
    return { handoverId, status: 'declined', owner: theCase.ownerId };
  }
  await work.db.case.update({ where: { id: caseId }, data: { ownerId: actor.id } });
  await work.db.checkpoint.updateMany({
    where: { caseId, closedAt: null, role: 'owner' },
    data: { staffId: actor.id },
  });
  await chronicle(work, theCase, {
    actor,
    kind: 'handover.accepted',
    text: `Took the case over: ${actor.name} owns it now. ${note}`.trim(),
  });
  await recordAct(work, caseId, { kind: 'owner-changed' });
  return { handoverId, status: 'accepted', owner: actor.id };
}

/** The offer that waits for an answer; null when none does. */
export const openHandover = (work: Work, caseId: string): Promise<Handover | null> =>
  work.db.handover.findFirst({ where: { caseId, answer: null } });
