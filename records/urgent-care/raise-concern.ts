import { durationMs } from '../../workflows/urgent-care/policy';
import { type CaseStatus, type Immediacy, immediacies, planRecipients } from '../../workflows/urgent-care/words';
import { actorOf, type Caller, staffActorOf } from '../caller';
import { lockClient } from '../clients/lock';
import { newCode } from '../codes';
import { unavailable } from '../errors';
import { newId } from '../ids';
import { clientWords, inPlan, type Plan, planOf, staffWithRole } from '../people';
import { currentPolicy, policyVersion } from '../policies';
import { planLacks } from '../urgent-care-plan/completeness';
import type { Actor, Work } from '../work';
import { recordAct } from './acts';
import { startProcess } from './begin-anew';
import { type CaseRow, type CaseWords, openCaseOf, readCaseRow, tellPlatformsWhereItStands } from './case-row';
import { chronicle } from './chronicle';
import { awaitingProposal } from './proposals';
import { proposeNotInforming } from './propose-not-informing';
import { mayProceedFrom, mayProceedUnapproved } from './unapproved';

export interface Concern {
  readonly clientId: string;
  /** Someone whom the client knows, if the concern is not about the client. */
  readonly about: string | null;
  readonly concern: string;
  readonly immediacy: Immediacy;
  readonly doneSoFar: string;
  /** Why telling the client first would raise the risk, if whoever raises it says so. */
  readonly doNotInform?: string | undefined;
}

export interface RaisedConcern {
  readonly id: string;
  readonly status: CaseStatus;
  readonly joined: boolean;
}

/**
 * Takes a concern in: once this has committed the case survives the loss of any process. A second concern about the
 * same client joins the open case. An incomplete plan never stands in the way; the case says what it lacks.
 * domain.md §3 "Raising"
 * @throws Forbidden when a platform asks that the client is not told first: that takes a person
 */
export async function raiseConcern(work: Work, caller: Caller, concern: Concern): Promise<RaisedConcern> {
  await lockClient(work, concern.clientId);
  const actor = await raiserOf(work, caller, concern);
  const open = concern.about === null ? await openCaseOf(work, concern.clientId) : null;
  return open ? joinCase(work, actor, open, concern) : openCase(work, actor, concern);
}

/** Not to tell the client first is a person's judgement, and another person's approval. domain.md §3.1 */
const raiserOf = (work: Work, caller: Caller, { doNotInform }: Concern): Promise<Actor> =>
  doNotInform === undefined ? actorOf(work, caller) : staffActorOf(work, caller);

async function joinCase(work: Work, actor: Actor, open: CaseRow, concern: Concern): Promise<RaisedConcern> {
  await chronicle(work, open, {
    actor,
    kind: 'concern.raised-again',
    text: inWords(concern),
  });
  if (immediacies.indexOf(concern.immediacy) < immediacies.indexOf(open.immediacy)) {
    await work.db.case.update({ where: { id: open.id }, data: { immediacy: concern.immediacy } });
    await shortenClientWindow(work, open, concern.immediacy);
    await recordAct(work, open.id, {
      kind: 'immediacy-raised',
      immediacy: concern.immediacy,
      ...(await whenItMayProceed(work, { ...open, immediacy: concern.immediacy })),
    });
  }
  await recordAct(work, open.id, { kind: 'news-for-owner' });
  return { id: open.id, status: open.status, joined: true };
}

/** What is more urgent than it was gives the client less time, counted from when they were asked. */
async function shortenClientWindow(work: Work, { id, policyVersion: version }: CaseRow, to: Immediacy): Promise<void> {
  const asked = await work.db.checkpoint.findFirst({ where: { caseId: id, kind: 'client-consent', closedAt: null } });
  if (!asked) return;
  const { clientWindow } = await policyVersion(work, version);
  const dueAt = new Date(asked.openedAt.getTime() + durationMs(clientWindow[to]));
  await work.db.case.update({ where: { id }, data: { clientWindowEndsAt: dueAt } });
  await work.db.checkpoint.update({ where: { id: asked.id }, data: { dueAt } });
}

/** An override that waits for its approval may go ahead without one, now that it is immediate. domain.md §3.5 */
async function whenItMayProceed(work: Work, raised: CaseRow): Promise<{ readonly mayProceedAt?: number }> {
  const proposal = await awaitingProposal(work, raised.id);
  if (proposal === null || !mayProceedUnapproved(raised, proposal)) return {};
  return { mayProceedAt: (await mayProceedFrom(work, raised, proposal)).getTime() };
}

async function openCase(work: Work, actor: Actor, concern: Concern): Promise<RaisedConcern> {
  const { clientId, about, immediacy, doNotInform } = concern;
  const status = doNotInform === undefined ? 'queued' : 'awaiting-approval';
  const policy = await currentPolicy(work);
  const plan = about === null ? await planOf(work, clientId) : null;
  const words: CaseWords = { concern: concern.concern, doneSoFar: concern.doneSoFar, about };
  const id = newId();

  await work.db.case.create({
    data: {
      id,
      organisationId: work.organisationId,
      clientId,
      ownerId: await ownerOf(work, actor, concern),
      code: await newCaseCode(work),
      status,
      immediacy,
      aboutAnother: about !== null,
      lacks: about === null ? [...planLacks(await clientWords(work, clientId), plan)] : [],
      policyVersion: policy.version,
      planVersion: plan?.version ?? null,
      openedAt: work.at,
      sealed: await work.seal(clientId, words),
    },
  });
  await addRecipients(work, id, plan);
  await chronicle(work, { id, clientId }, { actor, kind: 'concern.raised', text: inWords(concern) });
  await tellPlatformsWhereItStands(work, { id, clientId, status });

  if (doNotInform !== undefined) await proposeNotInforming(work, await readCaseRow(work, id), actor, doNotInform);
  await startProcess(work, { id, immediacy, policy });
  return { id, status, joined: false };
}

async function addRecipients(work: Work, caseId: string, plan: Plan | null): Promise<void> {
  const { organisationId } = work;
  const known = planRecipients.filter((recipient) => inPlan(plan, recipient) !== null);
  await work.db.caseRecipient.createMany({
    data: known.map((recipient) => ({ caseId, recipient, organisationId, standing: 'no-mandate' })),
  });
}

/**
 * A case always has one named owner: the client's practitioner, else the member of staff who raised it, else the rota.
 * A concern about someone the client knows goes to the duty clinician.
 */
async function ownerOf(work: Work, actor: Actor, { clientId, about }: Concern): Promise<string> {
  if (about === null) {
    const client = await work.db.client.findUnique({ where: { id: clientId } });
    if (client?.practitionerId) return client.practitionerId;
    if (actor.kind === 'staff' && actor.id !== null) return actor.id;
  }
  const [first] = [...(await staffWithRole(work, 'duty-clinician')), ...(await staffWithRole(work, 'supervisor'))];
  if (!first) {
    throw unavailable(
      'nobody-on-duty',
      'No duty clinician or supervisor is known to own this case. Call 999 if needed.',
    );
  }
  return first.id;
}

/** Four characters that a reply by SMS names its case with. */
const newCaseCode = (work: Work): Promise<string> =>
  newCode(work, 'case', 4, async (code) => (await work.db.case.count({ where: { code } })) > 0);

function inWords({ immediacy, concern, doneSoFar, about, doNotInform }: Concern): string {
  const whom = about === null ? '' : ` about someone the client knows (${about})`;
  const done = doneSoFar === '' ? '' : ` Done so far: ${doneSoFar}`;
  const first = doNotInform === undefined ? '' : ` Asks that the client is not told first: ${doNotInform}`;
  return `A concern was raised${whom}, ${immediacy}: ${concern}${done}${first}`;
}
