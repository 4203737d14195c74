import { auditRead } from '../audit/reads';
import { audit } from '../audit/record';
import { requireInThePast } from '../calendar/in-the-past';
import { type Caller, hasRole, isPlatform } from '../caller';
import { requireInPathway } from '../clients/pathway';
import { conflict, invalidField, notFound } from '../errors';
import type { Enrolment } from '../generated/client';
import { newId } from '../ids';
import { tellPlatforms } from '../platform-events/tell-platforms';
import { reviseRetention } from '../retention/arm';
import { signUpUnderWay } from '../sign-up/sign-up-row';
import type { Actor, Work } from '../work';
import { giveClientTo, letClientGo, lockedPractitioner } from './clients-practitioner';

/** A client with a practitioner, and on a course if there is one. contract.md §5 */

export interface Enrolling {
  readonly clientId: string;
  readonly courseId: string | null;
  readonly practitionerId: string;
}

export interface EnrolmentView extends Enrolling {
  readonly id: string;
  /** null: agreed on, and not begun. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** The practitioner accepted: it begins when the platform says so. */
export async function agreeOnEnrolment(
  work: Work,
  { signUpId, ...enrolling }: Enrolling & { readonly signUpId: string },
): Promise<void> {
  const { organisationId, at: agreedAt } = work;
  await work.db.enrolment.create({ data: { id: newId(), organisationId, agreedAt, signUpId, ...enrolling } });
  await reviseRetention(work, enrolling.clientId);
}

/**
 * Begins an enrolment: the one that was agreed on in the client's sign-up, or a new one with their practitioner. Whoever has
 * no practitioner yet gets this one. Data whose time was counted stays.
 * @throws Conflict during a sign-up, for a client of somebody else, for one who is on this course already, and where this
 * practitioner can't take them on
 */
export async function startEnrolment(
  work: Work,
  actor: Actor,
  { startedAt, ...enrolling }: Enrolling & { readonly startedAt: Date },
): Promise<EnrolmentView> {
  const { clientId, courseId, practitionerId } = enrolling;
  const present = await lockedPractitioner(work, clientId);
  if (courseId !== null && !(await work.db.course.findUnique({ where: { id: courseId } }))) throw notFound('course');
  const signUp = await signUpUnderWay(work, clientId);
  if (signUp) {
    throw conflict('sign-up-under-way', `The client's sign-up is ${signUp.status}: a practitioner accepts them first.`);
  }
  if (present !== null && present !== practitionerId) {
    throw conflict(
      'another-practitioner',
      'The client has another practitioner. Let a supervisor reassign them first.',
    );
  }
  if (present === null) await giveClientTo(work, { clientId, from: null, to: practitionerId });

  const open = await openOn(work, clientId, courseId);
  if (open !== null && open.startedAt !== null) {
    throw conflict('already-enrolled', 'The client is enrolled on this course already.', { id: open.id });
  }
  const row = open
    ? await work.db.enrolment.update({ where: { id: open.id }, data: { startedAt, courseId } })
    : await work.db.enrolment.create({
        data: { id: newId(), organisationId: work.organisationId, agreedAt: work.at, startedAt, ...enrolling },
      });
  await reviseRetention(work, clientId);
  await audit(work, { actor, action: 'enrolment.started', clientId });
  await tellPlatforms(work, 'enrolment.started', row.id, {
    enrolmentId: row.id,
    clientId,
    courseId,
    practitionerId,
    startedAt: startedAt.toISOString(),
  });
  return viewOf(row);
}

/** The client's open enrolment on this course; or the one that was agreed on without naming a course. */
async function openOn(work: Work, clientId: string, courseId: string | null): Promise<Enrolment | null> {
  const open = await work.db.enrolment.findMany({ where: { clientId, endedAt: null } });
  return (
    open.find((one) => one.courseId === courseId) ??
    open.find((one) => one.courseId === null && one.startedAt === null) ??
    null
  );
}

/**
 * Ends it. With a client's last enrolment their practitioner has a place again, the client has no practitioner, and the
 * time for which their data is kept begins.
 * @throws Conflict if it is over; InvalidInput for an end before the start, or one that lies ahead: until then the
 * client has their practitioner
 */
export async function endEnrolment(
  work: Work,
  actor: Actor,
  id: string,
  { endedAt, reason }: { readonly endedAt: Date; readonly reason: string },
): Promise<EnrolmentView> {
  requireInThePast(work, endedAt, { path: 'endedAt', detail: 'an enrolment is ended when its end has come.' });
  const { clientId } = await readRow(work, id);
  await lockedPractitioner(work, clientId);
  const row = await readRow(work, id);
  if (row.endedAt !== null) throw conflict('enrolment-ended', 'This enrolment has ended already.');
  if (row.startedAt !== null && endedAt < row.startedAt) {
    const detail = 'An enrolment ends after it starts.';
    throw invalidField('endedAt', 'is before the start', { problem: 'ends-before-it-starts', detail });
  }
  const ended = await work.db.enrolment.update({
    where: { id },
    data: { endedAt, sealed: await work.seal(clientId, { reason }) },
  });
  const others = await work.db.enrolment.count({ where: { clientId, endedAt: null } });
  if (others === 0) await letClientGo(work, clientId);
  await reviseRetention(work, clientId);
  await audit(work, { actor, action: 'enrolment.ended', clientId, words: reason });
  const news = { enrolmentId: id, clientId, endedAt: endedAt.toISOString() };
  await tellPlatforms(work, 'enrolment.ended', id, news);
  return viewOf(ended);
}

/**
 * For who keeps registrations, the client's pathway, and the practitioner whose enrolment it was. Every look is audited.
 * @throws NotFound for an enrolment that is not this organisation's; Forbidden
 */
export async function readEnrolment(work: Work, caller: Caller, id: string): Promise<EnrolmentView> {
  const row = await readRow(work, id);
  const { clientId, practitionerId } = row;
  const keepsThem = isPlatform(caller) || hasRole(caller, 'supervisor', 'admin', 'dpo');
  const wasTheirs = hasRole(caller, 'practitioner') && practitionerId === caller.credential;
  if (!keepsThem && !wasTheirs) await requireInPathway(work, caller, clientId);
  await auditRead(work, caller, { action: 'enrolment.read', clientId });
  return viewOf(row);
}

async function readRow(work: Work, id: string): Promise<Enrolment> {
  const found = await work.db.enrolment.findUnique({ where: { id } });
  if (!found) throw notFound('enrolment');
  return found;
}

const viewOf = ({ id, clientId, courseId, practitionerId, startedAt, endedAt }: Enrolment): EnrolmentView => ({
  id,
  clientId,
  courseId,
  practitionerId,
  startedAt: startedAt?.toISOString() ?? null,
  endedAt: endedAt?.toISOString() ?? null,
});
