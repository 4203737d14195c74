import { writeSummary } from '../../records/clients/summaries';
import { signConsentForm } from '../../records/consent-form/sign';
import { once } from '../../records/idempotency';
import { newId } from '../../records/ids';
import { takeOnce } from '../../records/inbound-messages';
import { registerInterest } from '../../records/interests/interests';
import { writeNote } from '../../records/notes/notes';
import { clientWords } from '../../records/people';
import { addEndpoint, listEndpoints } from '../../records/platform-events/endpoints';
import { platformEventTypes } from '../../records/platform-events/events';
import type { Registration } from '../../records/sign-up/register';
import { tellStaffOf } from '../../records/staff-notices/staff-notice';
import { recordHandover } from '../../records/urgent-care/handovers';
import { hearAnswers } from '../../records/urgent-care/heard';
import { raiseConcern } from '../../records/urgent-care/raise-concern';
import { recordDecision } from '../../records/urgent-care/record-decision';
import { hasStep } from '../../records/urgent-care/step-tries';
import { writePlan } from '../../records/urgent-care-plan/write-plan';
import { heedItself, type Work } from '../../records/work';
import { recordRun } from '../../records/workflow-runs';
import { wholeAllocation } from './allocation-on-record';
import { agrees, type CasesOnRecord, overrideForAChild } from './case-on-record';
import type { RecordsUnderTest } from './records';
import { linkSent, newcomer } from './sign-up-on-record';
import { wholePlan } from './urgent-care-plans';

/** Somebody of whom everything is on record that Heed can keep of a client. */
export interface WholeClient {
  readonly id: string;
  readonly signUpId: string;
  readonly caseId: string;
  /** What nobody may find anywhere any more: names, addresses, numbers, and words that were written of them. */
  readonly words: readonly string[];
}

const concern = 'Says that the mornings are the worst.';
const note = 'Slept badly, and misses the lighthouse.';
const summary = 'Feels safe at home since the spring.';

/** @param number below 100: each has an address and a mobile of their own */
export async function wholeClient(cases: CasesOnRecord, number: number): Promise<WholeClient> {
  const registration = newcomer(number);
  const supervisor = cases.caller('supervisor');
  const { clientId: id, signUpId } = await cases.transact(async (work) => {
    if ((await listEndpoints(work)).length === 0) {
      await addEndpoint(work, heedItself, { url: 'https://platform.example/heed', eventTypes: platformEventTypes });
    }
    await registerInterest(work, heedItself, registration.person.email);
    const practitioners = [cases.caller('practitioner'), cases.caller('secondPractitioner')];
    return wholeAllocation(work, { supervisor, practitioners }, registration);
  });
  const practitioner = await cases.transact(async (work) => {
    await linkSent(work, signUpId, 1);
    const document = {
      contentType: 'image/png',
      bytes: Buffer.from(`signed by ${registration.person.lastName}`),
    } as const;
    const signature = { version: 1, signedName: registration.person.lastName, signedAt: work.at, document } as const;
    await signConsentForm(work, heedItself, id, { ...signature, via: 'upload' });
    await writePlan(work, id, wholePlan, { before: null, savedBy: null });
    const { practitionerId } = await work.db.client.findUniqueOrThrow({ where: { id } });
    const theirs = ['practitioner', 'secondPractitioner'] as const;
    const practitioner =
      theirs.map((key) => cases.caller(key)).find(({ credential }) => credential === practitionerId) ?? supervisor;
    await writeNote(work, practitioner, id, note);
    await rowsOfOtherStories(work, { clientId: id, signUpId, by: supervisor.credential });
    await writeSummary(work, supervisor, id, { kind: 'progress', text: summary });
    const { credential } = supervisor;
    await once(work, { credential, key: `of ${number}`, fingerprint: new Uint8Array(32) }, async () => ({
      status: 200,
      body: { clientId: id, name: registration.person.lastName },
    }));
    return practitioner;
  });
  const { id: caseId } = await cases.transact((work) =>
    raiseConcern(work, supervisor, { clientId: id, about: null, concern, immediacy: 'significant', doneSoFar: '' }),
  );
  await cases.transact(async (work) => {
    const answers = [agrees('contact-1')];
    await hearAnswers(work, practitioner, caseId, { answers, callBack: false, via: 'phone' });
    await recordDecision(work, practitioner, caseId, {
      kind: 'proceed',
      recipients: ['contact-1'],
      note: 'As agreed.',
    });
  });
  await cases.clientInformed(caseId);
  await cases.told(caseId, 'contact-1');
  const order = await cases.order(caseId);
  await cases.transact(async (work) => {
    await hasStep(work, order, 1);
    await recordRun(work, `urgent-care/${caseId}`, newId());
    await tellStaffOf(work, 'complaint', caseId);
    await recordDecision(work, practitioner, caseId, { kind: 'override', ...overrideForAChild });
    const to = cases.organisation.staff.dutyClinician.id;
    await recordHandover(work, supervisor, caseId, { kind: 'offer', to, note: '' });
  });
  return { id, signUpId, caseId, words: [...wordsOf(registration), concern, note, summary] };
}

const wordsOf = ({ person, guard }: Registration): readonly string[] => [
  person.lastName,
  person.email,
  person.mobile,
  person.homeAddress ?? '',
  guard?.answer ?? '',
];

/** What other stories leave behind, as they leave it. */
async function rowsOfOtherStories(
  work: Work,
  { clientId, signUpId, by }: { readonly clientId: string; readonly signUpId: string; readonly by: string },
): Promise<void> {
  const { db, organisationId, at } = work;
  const theirs = { organisationId, clientId };
  const assessed = await work.seal(clientId, { answers: [3], result: { total: 12, band: 'moderate' } });
  const ofSignUp = { ...theirs, signUpId, instrument: 'PHQ-9', sealed: assessed };
  await db.assessment.create({ data: { id: newId(), ...ofSignUp, version: '1', via: 'page', submittedAt: at } });
  await db.assessmentDraft.create({ data: { ...ofSignUp, savedAt: at } });
  const judged = { takenBy: by, takenAt: at, judgedBy: by, judgedAt: at, planNeeded: true, judgement: assessed };
  await db.safetyConcern.create({
    data: { id: newId(), ...theirs, signUpId, policyVersion: 1, raisedAt: at, sealed: assessed, ...judged },
  });
  await db.marketingConsent.create({
    data: {
      id: newId(),
      ...theirs,
      ...{ channel: 'email', topic: 'courses', source: 'person', givenAt: at, recordedAt: at },
      sealed: await work.seal(clientId, { wording: 'Yes, tell me of courses.' }),
    },
  });
  const lifted = { placedBy: by, placedAt: at, reviewOn: at, liftedBy: by, liftedAt: at };
  await db.hold.create({
    data: {
      id: newId(),
      ...theirs,
      categories: ['notes'],
      sealed: await work.seal(clientId, { reason: 'Was.' }),
      ...lifted,
    },
  });
  const { id: enrolmentId } = await db.enrolment.findFirstOrThrow({ where: { clientId } });
  const deadline = { endedAt: at, noticeAt: at, dueAt: at, armedAt: at, standing: 'armed' };
  await db.retention.create({
    data: { enrolmentId, version: 1, ...theirs, scheduleVersion: 1, categories: ['account', 'notes'], ...deadline },
  });
  const { mobile } = await clientWords(work, clientId);
  const words = { from: mobile ?? '', text: 'Can we talk on Monday?' };
  await takeOnce(work, { channel: 'sms', vendorId: `SM-of-${newId()}`, words }, async () => ({
    taken: 'not-read',
    caseId: null,
  }));
}

/** Nothing goes on about them any more that would keep their data. */
export async function closedOnRecord(
  { asOwner }: Pick<RecordsUnderTest, 'asOwner'>,
  { caseId }: Pick<WholeClient, 'caseId'>,
  closedAt = new Date(),
): Promise<void> {
  await asOwner(
    `UPDATE cases SET status = 'closed', outcome_kind = 'client-safe', outcome_by_id = owner_id, outcome_at = $2,
       closed_at = $2 WHERE id = $1`,
    [caseId, closedAt],
  );
}
