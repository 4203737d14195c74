import { ownWords } from './own-words';

/** Whether what came in asks for no more marketing. In doubt a person reads it: somebody may be in danger. domain.md §4 */
export interface ReadAs {
  readonly optsOut: boolean;
  /** It says more than that, or nobody can tell what it says. */
  readonly forAPerson: boolean;
}

const clear: ReadAs = { optsOut: true, forAPerson: false };
const clearAndMore: ReadAs = { optsOut: true, forAPerson: true };
const notClear: ReadAs = { optsOut: false, forAPerson: true };
const nothing: ReadAs = { optsOut: false, forAPerson: false };

/** Those of carriers and of Twilio. */
const stopWords: readonly string[] = ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'];

/** An SMS to the number from which marketing comes. To any other number these words say nothing of marketing. */
export function smsReadsAs(text: string): ReadAs {
  const [first = '', ...others] = plain(text).split(' ');
  if (stopWords.includes([first, ...others].join(''))) return clear;
  // They wanted something else too, and a word of theirs may mean something else: "end" for one.
  if (stopWords.includes(first) || asks(text)) return clearAndMore;
  return notClear;
}

export interface EmailToRead {
  readonly subject: string;
  readonly text: string;
  /** Written by a machine: see `isAutomatic`. */
  readonly automatic: boolean;
}

/** An email to the organisation. */
export function emailReadsAs({ subject, text, automatic }: EmailToRead): ReadAs {
  const about = withoutPrefix(subject);
  const sentences = sentencesIn(ownWords(text));
  const asked = sentences.filter(asks);
  const more = sentences.filter((sentence) => !asks(sentence) && plain(sentence) !== plain(about));
  const isClear = (asks(about) || asked.length > 0) && !more.some(mentionsOptOut);

  // A machine decides nothing for a person. One that unsubscribes for its owner is told from others by a person.
  if (automatic) return isClear && more.length === 0 ? notClear : nothing;
  if (!isClear) return notClear;
  // The subject of an answer is ours; another one that says something else may be what they wanted to say.
  const subjectSaysMore = about !== '' && !asks(about) && !isAnswer(subject);
  return more.length > 0 || subjectSaysMore ? clearAndMore : clear;
}

const answers = /^\s*(?:(?:re|aw|sv|antw|antwort|réf?|rif)(?:\[\d+\])?\s*:\s*)+/i;
const prefix = /^\s*(?:(?:re|aw|sv|antw|antwort|réf?|rif|fwd?|wg|tr)(?:\[\d+\])?\s*:\s*)+/i;
const isAnswer = (subject: string): boolean => answers.test(subject);
const withoutPrefix = (subject: string): string => subject.replace(prefix, '').trim();

/** A line may be a sentence without a stop, and one sentence may run over several lines: both ways are tried. */
function sentencesIn(lines: readonly string[]): readonly string[] {
  const byStops = split(lines.join(' '));
  const byLines = lines.flatMap(split);
  return byStops.every(asks) ? byStops : byLines;
}

const split = (text: string): readonly string[] =>
  text.split(/(?<=[.!?;])\s+/).filter((part) => withoutManners(part) !== '');

/** Words alone, in small letters: quotation marks of any kind, stops and signs say nothing here. */
const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replace(/e-mail/g, 'email')
    .replace(/opt-(?=in|out)/g, 'opt ')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();

const manners =
  /\b(?:please|pls|plz|kindly|thanks?(?: you)?(?: (?:so|very) much| in advance)?|cheers|sorry|hi there|hi|hello|hey|dear (?:all|team|sirs?(?: (?:or|and) madam)?|sir or madam|madam)|good (?:morning|afternoon|evening)|team|just|now|immediately|at once|straight away|right away|asap|today|forthwith|bitte|danke)\b/g;
const withoutManners = (text: string): string => plain(text).replace(manners, ' ').replace(/\s+/g, ' ').trim();

const kind =
  '(?:(?:any|all|more|of|your|these|those|this|the|further|future|such|marketing|promotional|news|email|sms|text) )*';
/** What is sent, by its name. "This", "it" and "everything" name nothing, and may mean a life. */
const mail = `(?:${kind}(?:emails?|mails?|mailings?|messages?|newsletters?|marketing|news|texts?|sms|updates?|promotions?|communications?|offers?))`;
const list =
  '(?:(?:your|the|this|these|all|any|of|marketing|emailing|email|mailing|newsletter|sms|text|contact|subscription) )*(?:lists?|mailings?|emails?|newsletters?|database|marketing|messages?|texts?)';
const me =
  '(?:me|us|my (?:email|name|address|number|email address|details)|this (?:email|address|email address|number))';
const fromMail = `(?: (?:from|of|to) (?:${mail}|${list}|this|these|everything))?`;
const lead =
  '(?:(?:can|could|would|will) (?:you|u) |i (?:would like|want|wish|d like|need) (?:you )?to |id like (?:you )?to |we (?:want|would like|wish) to )?';
const anyMore =
  '(?: (?:any ?more|any longer|again|ever again|ever|from now on|in (?:the )?future|from you|by email|by text|by sms|to me|to us))*';

const requests: readonly RegExp[] = [
  `${lead}(?:be )?(?:unsubscribed?|de ?register|unsub|opt out|opted out)(?: ${me})?${fromMail}`,
  `${lead}opt ${me} out${fromMail}`,
  `i (?:am )?opt(?:ing)? out${fromMail}`,
  `${lead}remove ${me}(?: (?:off|from|out of)(?: of)? ${list})?`,
  `${lead}(?:take|delete|drop|get|strike) ${me} (?:off|from|out of)(?: of)? ${list}`,
  `${lead}be (?:removed|taken|deleted) (?:from|off) ${list}`,
  `(?:i want )?no more ${mail}`,
  `(?:i )?(?:do not|dont|no longer) (?:want|wish|need|care)(?: to)?(?: (?:receive|get|have|see|hear|be sent))? ${mail}`,
  'stop',
  `${lead}(?:stop|cease|quit) (?:sending (?:me |us )?(?:${mail}|this|these)|sending (?:me|us)|${mail})`,
  `${lead}(?:stop|cease|quit) (?:emailing|mailing|messaging|texting|spamming|writing to) (?:me|us)(?: (?:with )?${mail})?`,
  `(?:do not|dont|never) (?:send|email|mail|message|text|spam|write to) (?:me|us)(?: (?:with )?${mail})?`,
  `(?:do not|dont|never) send ${mail}`,
  `${lead}(?:cancel|end|stop) my (?:subscription|newsletter|emails?)`,
  '(?:newsletter )?(?:abmelden|abbestellen|austragen)',
].map((request) => new RegExp(`^(?:${request})${anyMore}$`));

/** Asks for nothing else than no more marketing, in its whole length. */
const asks = (text: string): boolean => {
  const words = withoutManners(text);
  return words !== '' && requests.some((request) => request.test(words));
};

/** Speaks of it, and does not plainly ask for it: "I do not want to unsubscribe", "the link to unsubscribe is broken". */
const mentionsOptOut = (text: string): boolean =>
  /\bunsubscri|\bopt(?:ed|ing)? (?:in|out)\b|\bresubscribe/.test(plain(text));

const automaticSubject =
  /^\s*(?:auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesenheitsnotiz|automatische antwort|réponse automatique)\b/i;

/**
 * Whether a machine wrote it: somebody who is away, a list, a delivery report. RFC 3834 and what older programs do.
 * @param headers by their names in small letters
 */
export function isAutomatic(headers: ReadonlyMap<string, string>, subject: string): boolean {
  const says = (name: string): string => headers.get(name)?.trim().toLowerCase() ?? '';
  const submitted = says('auto-submitted');
  return (
    (submitted !== '' && !/^no\b/.test(submitted)) ||
    headers.has('x-autoreply') ||
    headers.has('x-autorespond') ||
    /^(?:bulk|auto_reply|junk|list)$/.test(says('precedence')) ||
    automaticSubject.test(subject)
  );
}
