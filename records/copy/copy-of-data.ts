import type { AssessmentWords } from '../assessment/submit';
import { clientEventsOf } from '../client-events/client-events';
import { sharingOf } from '../clients/read-client';
import { registrationItems } from '../clients/seen-by';
import type { SignedWords } from '../consent-form/consent-forms';
import { type DocumentType, fileEndings } from '../consent-form/document';
import { notesOf } from '../notes/notes';
import { clientWords, organisationOf, planOf } from '../people';
import { readSignUp, signUpWords } from '../sign-up/sign-up-row';
import type { Work } from '../work';
import { casesKnownTo, type KnownCase } from './cases-known';
import { messagesTo } from './messages-to';

/**
 * What Heed holds of a client, for the client: machine-readable, and under names that people can read too. Of others only
 * what the client themselves said of them. Law: UK GDPR Articles 15 and 20; what needs a health professional's opinion
 * first (DPA 2018 Schedule 3) is named as left out, not given.
 */
interface CopyOfData {
  readonly about: {
    readonly organisation: string;
    readonly madeAt: string;
    readonly notHere: readonly string[];
  };
  readonly account: object;
  readonly signUps: readonly object[];
  readonly enrolments: readonly object[];
  readonly assessments: readonly object[];
  readonly plan: object | null;
  readonly notes: readonly object[];
  readonly consentForms: readonly object[];
  readonly messages: readonly object[];
  readonly cases: readonly KnownCase[];
  readonly marketing: readonly object[];
  readonly events: readonly object[];
}

export interface CopyWithDocuments {
  readonly data: CopyOfData;
  /** What the client signed on paper, by the name under which the data speaks of it. */
  readonly documents: Readonly<Record<string, Buffer>>;
}

const notHere = [
  'What a clinician wrote down about risks, and why something was decided: the law asks for a health professional’s opinion before it is given. Please ask us for it.',
  'What others told us of themselves.',
];
const notToldYet =
  'What was shared with others in a case, before we have told you of it ourselves. Please ask us for it.';

/** Reads everything in one transaction, so that it fits together. Whoever asks has been asked who they are. */
export async function copyOfData(work: Work, clientId: string): Promise<CopyWithDocuments> {
  const { name: organisation } = await organisationOf(work);
  const { forms, documents } = await consentFormsOf(work, clientId);
  const cases = await casesKnownTo(work, clientId);
  const leftOut = cases.some(({ whatWasShared }) => whatWasShared === null) ? [...notHere, notToldYet] : notHere;
  const data: CopyOfData = {
    about: { organisation, madeAt: work.at.toISOString(), notHere: leftOut },
    account: await accountOf(work, clientId),
    signUps: await signUpsOf(work, clientId),
    enrolments: await enrolmentsOf(work, clientId),
    assessments: await assessmentsOf(work, clientId),
    plan: await ownPlan(work, clientId),
    notes: (await notesOf(work, clientId)).map(({ at, text }) => ({ at, text })),
    consentForms: forms,
    messages: await messagesTo(work, clientId),
    cases,
    marketing: await marketingOf(work, clientId),
    events: (await clientEventsOf(work, clientId)).map(({ kind, at }) => ({ kind, at })),
  };
  return { data, documents };
}

async function accountOf(work: Work, clientId: string): Promise<object> {
  const words = await clientWords(work, clientId);
  const { code } = await work.db.client.findUniqueOrThrow({ where: { id: clientId }, select: { code: true } });
  const registration = registrationItems.flatMap((item) => (words[item] === undefined ? [] : [[item, words[item]]]));
  return {
    code,
    firstName: words.firstName,
    lastName: words.lastName,
    username: words.username ?? null,
    ...Object.fromEntries(registration),
    sharing: await sharingOf(work, clientId, words),
  };
}

async function signUpsOf(work: Work, clientId: string): Promise<readonly object[]> {
  const rows = await work.db.signUp.findMany({ where: { clientId }, orderBy: { registeredAt: 'asc' } });
  return Promise.all(
    rows.map(async ({ id, registeredAt, endedAt, status }) => ({
      registeredAt: registeredAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      status,
      ...(await signUpWords(await readSignUp(work, id), work)),
    })),
  );
}

async function enrolmentsOf(work: Work, clientId: string): Promise<readonly object[]> {
  const rows = await work.db.enrolment.findMany({ where: { clientId }, orderBy: { agreedAt: 'asc' } });
  const courses = await work.db.course.findMany();
  return rows.map(({ courseId, startedAt, endedAt }) => ({
    course: courses.find(({ id }) => id === courseId)?.name ?? null,
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

async function assessmentsOf(work: Work, clientId: string): Promise<readonly object[]> {
  const rows = await work.db.assessment.findMany({ where: { clientId }, orderBy: { submittedAt: 'asc' } });
  return Promise.all(
    rows.map(async ({ instrument, version, submittedAt, sealed }) => ({
      instrument,
      version,
      submittedAt: submittedAt.toISOString(),
      ...(await work.open<AssessmentWords>(clientId, sealed)),
    })),
  );
}

/** Whom the client named, as they named them, and what may be told to whom. */
async function ownPlan(work: Work, clientId: string): Promise<object | null> {
  const plan = await planOf(work, clientId);
  if (!plan) return null;
  const { gp, contacts, permissions, neverContact } = plan;
  return { gp, contacts: contacts.filter((contact) => contact !== null), permissions, neverContact };
}

async function consentFormsOf(
  work: Work,
  clientId: string,
): Promise<{ readonly forms: readonly object[]; readonly documents: Readonly<Record<string, Buffer>> }> {
  const rows = await work.db.consentForm.findMany({ where: { clientId }, orderBy: { recordedAt: 'asc' } });
  const versions = await work.db.consentFormVersion.findMany();
  const documents: Record<string, Buffer> = {};
  const forms: object[] = [];
  for (const [index, { version, via, signedAt, withdrawnAt, documentType, document, sealed }] of rows.entries()) {
    const name = document && `form-${index + 1}.${fileEndings[documentType as DocumentType]}`;
    if (name && document) documents[name] = await work.openBytes(clientId, document);
    const { signedName } = await work.open<SignedWords>(clientId, sealed);
    forms.push({
      ...{ version, via, signedName },
      signedAt: signedAt.toISOString(),
      withdrawnAt: withdrawnAt?.toISOString() ?? null,
      text: versions.find((one) => one.version === version)?.text ?? null,
      document: name,
    });
  }
  return { forms, documents };
}

async function marketingOf(work: Work, clientId: string): Promise<readonly object[]> {
  const rows = await work.db.marketingConsent.findMany({ where: { clientId }, orderBy: { givenAt: 'asc' } });
  return Promise.all(
    rows.map(async ({ channel, topic, givenAt, endedAt, sealed }) => ({
      ...{ channel, topic },
      givenAt: givenAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      ...(await work.open<object>(clientId, sealed)),
    })),
  );
}
