import type { FormWords } from '../frame/refusal';

/** What a form asks, by where its answer stands in what is sent. */
const field: Readonly<Record<string, string>> = {
  'outcome/kind': 'What came of it',
  'outcome/note': 'How you know',
  kind: 'What came of it',
  note: 'What you wrote',
  concern: 'What concerns you',
  immediacy: 'How soon somebody must act',
  doneSoFar: 'What has been done so far',
  'person/description': 'Whom it is about',
  'clientFirst/reason': 'Why telling them would raise the risk',
  recipients: 'Whom',
  via: 'How they said so',
  recipient: 'Who said it',
  answers: 'What they answered',
  at: 'When',
  by: 'Who called',
  to: 'To whom',
  until: 'Until when',
  row: 'What it rests on',
  disclosures: 'Whom you want to tell',
  alternativesConsidered: 'What you considered instead',
  'facts/capacity/assessor': 'By whom it was assessed',
  'facts/capacity/assessedAt': 'When it was assessed',
  'facts/capacity/grounds': 'On what grounds',
};

/** What is said of a problem to somebody at a form, where its own sentence is for whoever wrote a program. */
const refusal: Readonly<Record<string, string>> = {
  'unknown-recipient': 'One of them is nobody whom this case can tell. Nothing was recorded.',
  'never-contact': 'One of them is on the client’s never-contact list. Nobody may tell them anything.',
  'no-mandate': 'Nobody is told on what is known now. Nothing was recorded.',
  'already-decided': 'This was decided already, and they are being told. What happened says by whom.',
  'approval-awaited': 'Another proposal waits for its second approval: it must be answered first.',
  'nothing-awaited': 'This needs no answer any more: it was answered, or something else was said or decided since.',
  'no-longer-lawful': 'What it rests on does not carry it any more. Decline it, so that it is decided anew.',
  'override-refused': 'This ground does not carry all of these. Nothing was recorded.',
  'override-incomplete': 'More must be recorded first. Nothing was recorded yet.',
  'not-told': 'They were told nothing in this case, so there is nothing that they could answer.',
  'no-such-task': 'Nothing of this kind is owed to the case any more.',
  'not-later': 'Until when must be a moment that is still to come.',
  'cannot-own': 'A case is handed over to a practitioner, a duty clinician or a supervisor.',
  'handover-not-open': 'This offer was answered already, or another one took its place.',
  'answered-twice': 'Somebody is answered for twice. Nothing was recorded.',
  'tier-not-possible': 'A contact is never told a summary. Nothing was recorded.',
};

export const caseForms: FormWords = { field, refusal };
