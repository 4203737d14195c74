import { partsOf } from './own-words';

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
export function smsReadsAs(text: string, { media = 0 }: { readonly media?: number } = {}): ReadAs {
  const [first = '', ...others] = plain(text).split(' ');
  const isStopWord = stopWords.includes([first, ...others].join(''));
  if (isStopWord && media === 0 && !hasPictures(text)) return clear;
  // They wanted something else too, and a word of theirs may mean something else: "end" for one.
  if (isStopWord || stopWords.includes(first) || asks(text)) return clearAndMore;
  return notClear;
}

export interface EmailToRead {
  /** As the sender calls themselves. */
  readonly name: string;
  readonly subject: string;
  readonly text: string;
  /** Written by a machine: see `isAutomatic`. */
  readonly automatic: boolean;
  /** It carries what a program can't read: a picture, a file, more than comes in. */
  readonly carriesMore: boolean;
}

/** What we wrote to them: in an answer to it these words are not theirs. */
export interface WrittenByUs {
  readonly senderName: string;
  readonly letters: readonly { readonly subject: string; readonly text: string }[];
}

/** Characters. What stands further down a person reads. */
const readAtMost = 20_000;

/**
 * An email to the organisation. Nobody reads it only if nothing stands in it but the request, and what can be accounted
 * for: the sender's name, manners, what their program writes of itself, and what we wrote to them.
 */
export function emailReadsAs(email: EmailToRead, ours: WrittenByUs): ReadAs {
  const { name, text, automatic, carriesMore } = email;
  const subject = withoutPrefix(email.subject);
  const { own, quoted } = partsOf(text.slice(0, readAtMost));
  const sentences = sentencesIn(
    own.filter((line) => asks(line) || !(ofMailProgram.test(line) || isNameOf(name, line))),
  );
  const asked = [subject, ...sentences].filter(asks);
  const more = sentences.filter((sentence) => !asks(sentence));
  const optsOut = asked.length > 0 && !more.some(mentionsOptOut);

  const isOurs = quotedFrom(ours, name);
  const nothingElse =
    more.length === 0 &&
    (asks(subject) ||
      saysNothing(subject) ||
      ours.letters.some((letter) => plain(letter.subject) === plain(subject))) &&
    quoted.every(isOurs) &&
    !asked.some(asksMore) &&
    !carriesMore &&
    text.length <= readAtMost &&
    !hasPictures(email.subject) &&
    !hasPictures(text);

  // A machine decides nothing for a person. One that unsubscribes for its owner is told from others by a person.
  if (automatic) return optsOut && more.length === 0 ? notClear : nothing;
  if (!optsOut) return notClear;
  return nothingElse ? clear : clearAndMore;
}

const prefix = /^\s*(?:(?:re|aw|sv|antw|antwort|réf?|rif|fwd?|wg|tr)(?:\[\d+\])?\s*:\s*)+/i;
const withoutPrefix = (subject: string): string => subject.replace(prefix, '').trim();

/** A line may be a sentence without a stop, and one sentence may run over several lines: both ways are tried. */
function sentencesIn(lines: readonly string[]): readonly string[] {
  const byStops = split(lines.join(' '));
  const byLines = lines.flatMap(split);
  return byStops.every(asks) ? byStops : byLines;
}

const split = (text: string): readonly string[] => text.split(/(?<=[.!?;])\s+/).filter((part) => !saysNothing(part));

/** A picture says something, and so does what stands for one that did not come along. */
const hasPictures = (text: string): boolean => /[\p{Extended_Pictographic}\p{Regional_Indicator}\uFFFC]/u.test(text);

/** `Jo` of Jo Bellweather. */
function isNameOf(name: string, line: string): boolean {
  const words = plain(name).split(' ');
  return plain(line)
    .split(' ')
    .every((word) => words.includes(word));
}

/** What programs write of themselves, those that unsubscribe on somebody's behalf among them. */
const ofMailProgram =
  /^(?:sent from my (?:iphone|ipad|android(?: (?:phone|device))?|galaxy|samsung(?: galaxy)?(?: (?:phone|smartphone|device))?|mobile(?: (?:phone|device))?|phone)|sent from (?:mail for windows|yahoo mail(?: (?:on|for) (?:android|iphone))?|outlook(?: for (?:ios|android|mac|windows))?|proton ?mail(?: (?:mobile|for ios|for android))?)|get outlook for (?:ios|android|mac|windows)|von meinem (?:iphone|ipad|android[- ]gerät|mobiltelefon) gesendet|this (?:message|email) was automatically generated by (?:gmail|apple mail|outlook|yahoo)|apple mail sent this email to unsubscribe from the message list ["“][\w.-]{0,60}["”])[\s.!]*$/i;

/** Whether a quoted line is one of ours, or says no more than who wrote to whom and when. */
function quotedFrom({ senderName, letters }: WrittenByUs, name: string): (line: string) => boolean {
  const written = letters.flatMap(({ subject, text }) => [subject, text]).map((words) => ` ${plain(words)} `);
  const names = plain(`${senderName} ${name}`).split(' ');
  const isOfLetters = (words: string): boolean => written.some((ours) => ours.includes(` ${words} `));
  return (line) => {
    const words = plain(line.replace(addressInBrackets, ' '));
    return (
      isOfLetters(words) ||
      isOfLetters(words.replace(/^(?:subject|betreff) /, '')) ||
      words.split(' ').every((word) => names.includes(word) || ofIntroductions.test(word))
    );
  };
}

const addressInBrackets = /<[^\s<>@]+@[^\s<>@]+>/g;
const ofIntroductions =
  /^(?:|\d+(?:am|pm|st|nd|rd|th)?|on|at|am|pm|um|uhr|wrote|schrieb|original|message|from|sent|to|date|von|gesendet|an|utc|gmt|bst|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;

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
  /\b(?:please|pls|plz|kindly|thanks?(?: you)?(?: (?:so|very) much| in advance)?|cheers|sorry|hi there|hi|hello|hey|dear (?:all|team|sirs?(?: (?:or|and) madam)?|sir or madam|madam)|good (?:morning|afternoon|evening)|team|just|now|immediately|at once|straight away|right away|asap|today|forthwith|(?:(?:with )?(?:kind|best|warm|kindest) )?regards|best wishes|(?:many|with) thanks|yours (?:sincerely|faithfully|truly)|sincerely|bitte|danke|mit freundlichen grüßen|viele grüße)\b/g;
const withoutManners = (text: string): string => plain(text).replace(manners, ' ').replace(/\s+/g, ' ').trim();
const saysNothing = (text: string): boolean => withoutManners(text) === '';

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
  '(?: (?:any ?more|any longer|again|ever|from now on|in (?:the )?future|from you|by email|by text|by sms|to me|to us))*';

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

/** Characters. Nobody asks for it, and for nothing else, in more. */
const longestRequest = 300;

/** Asks for nothing else than no more marketing, in its whole length. */
const asks = (text: string): boolean => {
  if (text.length > longestRequest) return false;
  const words = withoutManners(text);
  return words !== '' && requests.some((request) => request.test(words));
};

/** It may ask for more than that too: that what we know of them is erased, that an order ends, that nobody writes. */
const asksMore = (text: string): boolean =>
  /\b(?:delete|details|database|name|address|number|subscription|write|writing|never|ever)\b/.test(plain(text));

/** Speaks of it, and does not plainly ask for it: "I do not want to unsubscribe", "the link to unsubscribe is broken". */
const mentionsOptOut = (text: string): boolean =>
  /\bunsubscri|\bopt(?:ed|ing)? (?:in|out)\b|\bresubscribe/.test(plain(text));

/** Of SMS: whoever writes by email may mean those. */
export const speaksOfTexts = (text: string): boolean =>
  /\b(?:texts?|texting|sms|messag(?:es?|ing))\b/.test(plain(text));

/**
 * Whether a machine wrote it, and says so of itself. Whoever writes through a list, or calls a letter "out of office",
 * may be a person.
 * @param headers by their names in small letters
 */
export function isAutomatic(headers: ReadonlyMap<string, string>): boolean {
  const says = (name: string): string => headers.get(name)?.trim().toLowerCase() ?? '';
  return /^auto-(?:replied|generated)\b/.test(says('auto-submitted')) || says('precedence') === 'auto_reply';
}
