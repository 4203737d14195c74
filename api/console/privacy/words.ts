import type { WordsOfEntry } from '../../../records/audit/search';
import type { ErasureView } from '../../../records/erasure/read-erasure';
import type { HoldKind } from '../../../records/retention/holds';
import type { Proposal } from '../../../records/urgent-care/proposals';
import type { Actor } from '../../../records/work';
import type { ErasureBasis } from '../../../workflows/erasure/contract';
import type { OptOutAlarm } from '../../../workflows/marketing-opt-out/contract';
import type {
  ConfirmedHow,
  MarketingChannel,
  MarketingListKind,
  OptOutStatus,
} from '../../../workflows/marketing-opt-out/words';
import { type Disposal, type ScheduledCategory, scheduledCategories } from '../../../workflows/retention/words';
import { caseWords } from '../cases/words';
import type { FormWords } from '../frame/refusal';

/** How the data protection officer reads what is kept, what goes, and who looked at it. */

const category: Readonly<Record<ScheduledCategory, string>> = {
  account: 'Account and sign-ups',
  assessment: 'Assessment',
  coursework: 'Coursework',
  notes: 'Notes and summaries',
  feedback: 'Feedback',
  discharge: 'Discharge',
  plan: 'Urgent care plan',
  messages: 'Messages',
  cases: 'Urgent care cases',
  'consent-forms': 'Consent forms',
  interests: 'Addresses of those who were interested',
};

const disposal: Readonly<Record<Disposal, string>> = {
  erase: 'It is erased',
  anonymise: 'It is counted, and then erased',
  keep: 'It is kept on',
};

const hold: Readonly<Record<HoldKind, string>> = {
  hold: 'A hold',
  'open-case': 'An urgent care case that is not closed',
  'open-safety-answer': 'A safety answer that nobody has judged',
  'after-a-death': 'The client has died: their record is kept as it is',
};

const erasureStatus: Readonly<Record<ErasureView['status'], string>> = {
  'under-way': 'Under way',
  held: 'What could go has gone; the rest is held',
  done: 'Done',
};

const basis: Readonly<Record<ErasureBasis, string>> = {
  retention: 'Its time is over',
  'rights-request': 'The client asked for it',
  'controller-instruction': 'The organisation says so',
};

const optOutStatus: Readonly<Record<OptOutStatus, string>> = {
  'under-way': 'Waits for a list',
  complete: 'Every list has confirmed',
  breached: 'A list was late',
};

const marketingChannel: Readonly<Record<MarketingChannel, string>> = {
  email: caseWords.channel.email,
  sms: caseWords.channel.sms,
};

const listKind: Readonly<Record<MarketingListKind, string>> = {
  'sendgrid-group': 'SendGrid unsubscribe group',
  webhook: 'Webhook',
};

const confirmedHow: Readonly<Record<ConfirmedHow, string>> = {
  'read-back': 'Heed asked the list, and read it there',
  platform: 'Whoever keeps the list said so',
};

const alarm: Readonly<Record<OptOutAlarm, string>> = {
  'day-five': 'After five days: staff are reminded',
  'day-six': 'After six days: it is due tomorrow',
  'day-seven': 'After seven days: it is a breach',
};

const actor: Readonly<Record<Actor['kind'], string>> = {
  client: 'The client',
  staff: 'Staff',
  contact: 'A contact',
  gp: 'A GP',
  system: 'Heed, or a platform',
};

/** Of an entry in the audit. */
const noWords: Readonly<Record<Exclude<WordsOfEntry['are'], 'open'>, string>> = {
  none: 'It has none.',
  erased: 'Nobody can read them any more: whoever they were about was erased, and their key with them.',
  altered: 'They do not open: they are not what was written.',
};

const standing: Readonly<Record<Proposal['standing'], string>> = {
  awaiting: 'Waits for an answer',
  approved: 'Approved',
  declined: 'Declined',
  fallen: 'Fell: something else was said or decided first',
  proceeded: 'Went ahead without an answer in time',
};

/** What a form asks, by where its answer stands in what is sent. */
const field: Readonly<Record<string, string>> = {
  who: 'Whom you look for',
  by: 'Who did it',
  client: 'The client',
  case: 'The case',
  action: 'What was done',
  from: 'The first day',
  until: 'The last day',
  categories: 'What is kept',
  reviewOn: 'When somebody looks at it again',
  basis: 'Why it goes',
  list: 'The list',
  confirmedAt: 'When the list had it done',
  receivedOn: 'When it reached you',
  source: 'Where it came from',
  email: 'The email address',
  mobile: 'The mobile number',
  ...Object.fromEntries(
    scheduledCategories.flatMap((one) => [
      [`categories/${one}/keepFor`, `${category[one]}: how long it is kept`],
      [`categories/${one}/afterwards`, `${category[one]}: what becomes of it`],
      [`categories/${one}/basis`, `${category[one]}: the reason`],
    ]),
  ),
};

export const privacyWords = {
  category,
  disposal,
  hold,
  erasureStatus,
  basis,
  optOutStatus,
  marketingChannel,
  listKind,
  confirmedHow,
  alarm,
  actor,
  noWords,
  standing,
} as const;

export const privacyForms: FormWords = { field };
