import { englishLetters } from '../../activities/messaging/letters/english';
import { english } from '../../activities/messaging/letters/english-templates';
import type { Language } from '../../activities/messaging/letters/language';
import { faultsOf, type LetterToLint } from '../../activities/messaging/letters/lint';
import { faultsOfTemplates, requireFaultless } from '../../activities/messaging/letters/lint-templates';
import type { Template, TemplateKey } from '../../activities/messaging/letters/template';
import { replyText } from '../../api/webhooks/reply-texts';
import { demoOrganisations } from '../../prisma/demo-data';
import { requireNeutralSender } from '../../records/telling-words';
import { recipientLabels, tierLabels } from '../../records/urgent-care/labels';
import type { Sender, SharedItem, StaffAsks, WrittenChannel } from '../../records/urgent-care/letters';
import { immediacies, type PlanRecipient, planRecipients, type Tier, tiers } from '../../workflows/urgent-care/words';

/** Every letter, in every channel and tier, with values as long as real ones get. */

const channels: readonly WrittenChannel[] = ['sms', 'email'];
const everyChannel = ['sms', 'voice', 'email'] as const;

/** 20 characters, and a number as people write it. */
const sender: Sender = { senderName: 'Northgate Associates', callbackNumber: '+44 1632 960 123' };
/** An origin of 45 characters and a token of 22. */
const origin = 'https://messages.northgate-associates.example';
const link = (page: 'c' | 'a'): string => `${origin}/${page}/${'Zx9_-Kq7'.repeat(3).slice(0, 22)}`;
const code = 'K7QX';

const plainNames = ['Jo Li', 'Wilhelmina-Alexandria Featherstonehaughe'];
const namesOfTheWorld = [
  'Zoë Brontë',
  'Siobhán O’Brien',
  'Łukasz Żółkiewski',
  'François Lefebvre-Beauchêne',
  'Nguyễn Thị Minh Khai',
  'Αλέξανδρος Παπαδόπουλος',
  'Олександра Шевченко',
  '李小龍',
  'محمد عبد الرحمن الفيصل',
  'Maximiliana Żółkiewska-Świętopełkowska-Ł',
];

const concern = 'Told me in session that she has a plan for suicide; PHQ-9 score 24, depression.';
const doneSoFar = 'Risk assessment with the crisis team at 14:05; called twice.';
const birthDate = '1988-04-12';

const shared = (...items: readonly [PlanRecipient, Tier][]): readonly SharedItem[] =>
  items.map(([recipient, tier]) => ({
    recipient: recipientLabels[recipient],
    what: tierLabels[tier],
    basis: 'you agreed to it',
  }));
const everybody = shared(['gp', 'summary'], ['contact-1', 'concern'], ['contact-2', 'concern']);
const everybodyTwice = [...shared(['gp', 'attention'], ['contact-1', 'attention']), ...everybody];

const toClients: readonly LetterToLint[] = ['GB', 'FR', null].flatMap((country) =>
  channels.flatMap((channel) => {
    const facts = { ...sender, country };
    const to = { to: 'client' as const, channel, country };
    return [
      ...[false, true].map((aboutAnother) => ({
        ...to,
        name: `informClient (${aboutAnother ? 'about another' : 'about themselves'}, ${country})`,
        letter: englishLetters.informClient(channel, { ...facts, aboutAnother, link: link('c') }),
      })),
      ...[[], everybody.slice(0, 1), everybody, everybodyTwice].flatMap((items) => [
        {
          ...to,
          name: `whatHadGone (${items.length}, ${country})`,
          letter: englishLetters.whatHadGone(channel, { ...facts, shared: items }),
        },
        {
          ...to,
          name: `whatWasShared (${items.length}, ${country})`,
          letter: englishLetters.whatWasShared(channel, { ...facts, shared: items }),
        },
      ]),
    ];
  }),
);

function disclosuresAbout(clientName: string): readonly LetterToLint[] {
  return everyChannel.flatMap((channel) =>
    tiers.flatMap((tier) =>
      (['contact', 'gp'] as const)
        .filter((to) => to === 'gp' || tier !== 'summary')
        .map((to) => ({
          name: `disclosure at "${tier}" about ${clientName}`,
          to,
          channel,
          tier,
          sender,
          given: tier === 'summary' ? [clientName, concern, doneSoFar] : [clientName],
          secrets: secretsAt(tier, clientName),
          letter: englishLetters.disclosure(channel, {
            ...sender,
            tier,
            clientName,
            birthDate,
            concern,
            doneSoFar,
            code,
            link: link('a'),
          }),
        })),
    ),
  );
}

const secretsAt = (tier: Tier, clientName: string): readonly string[] => {
  if (tier === 'summary') return [];
  return tier === 'concern' ? [concern, doneSoFar, birthDate] : [concern, doneSoFar, birthDate, clientName];
};

const itIsOver: readonly LetterToLint[] = everyChannel.flatMap((channel) =>
  (['contact', 'gp'] as const).map((to) => ({
    name: 'itIsOver',
    to,
    channel,
    sender,
    tier: 'attention' as const,
    letter: englishLetters.itIsOver(channel, { ...sender, code }),
  })),
);

const everythingAsked: readonly StaffAsks[] = [
  ...(['decision', 'approval', 'may-proceed', 'unapproved', 'action', 'outcome', 'news', 'handover'] as const),
  ...(['call-back', 'tell-client', 'override-review', 'ask-client'] as const),
];
const toStaff: readonly LetterToLint[] = channels.flatMap((channel) =>
  immediacies.flatMap((immediacy) =>
    everythingAsked.map((asks) => ({
      name: `staffPage for ${asks} (${immediacy})`,
      to: 'staff' as const,
      channel,
      letter: englishLetters.staffPage(channel, { ...sender, asks, code, immediacy }),
    })),
  ),
);

/** Nobody knows who wrote: the answer has to be fit for a contact. */
const replies: readonly LetterToLint[] = (['thanked', 'late', 'which-case', 'passed-on', 'not-read'] as const).map(
  (taken) => ({
    name: `reply, ${taken}`,
    to: 'contact',
    channel: 'sms',
    tier: 'attention',
    letter: {
      subject: '',
      text: replyText(taken, { ...sender, openingHours: 'Monday to Saturday 8:00 to 20:00' }) ?? '',
    },
  }),
);

const faultsOfAll = (messages: readonly LetterToLint[]): readonly string[] => messages.flatMap(faultsOf);

test('the values are as long as they should be', () => {
  expect(sender.senderName).toHaveLength(20);
  expect(link('c')).toHaveLength(45 + '/c/'.length + 22);
  expect(Math.max(...[...plainNames, ...namesOfTheWorld].map((name) => name.length))).toBe(40);
});

describe('no letter has a fault', () => {
  test('to clients: crisis block, statement, and at most three parts', () => {
    expect(faultsOfAll(toClients)).toEqual([]);
  });

  test.each(plainNames)('to contacts and GPs about %s: the tier, and at most two parts', (clientName) => {
    expect(faultsOfAll(disclosuresAbout(clientName))).toEqual([]);
  });

  test.each(namesOfTheWorld)('to contacts and GPs about %s', (clientName) => {
    expect(faultsOfAll(disclosuresAbout(clientName))).toEqual([]);
  });

  test('to those who were told, when it is over', () => {
    expect(faultsOfAll(itIsOver)).toEqual([]);
  });

  test('to staff', () => {
    expect(faultsOfAll(toStaff)).toEqual([]);
  });

  test('in answer to an SMS', () => {
    expect(faultsOfAll(replies)).toEqual([]);
  });
});

describe('what a letter is for, it says', () => {
  test.each(toClients.filter(({ name }) => name.startsWith('informClient')))(
    '$name, $channel: the link, and a number to call',
    ({ letter }) => {
      expect(letter.text).toContain(link('c'));
      expect(letter.text).toContain(sender.callbackNumber);
    },
  );

  test.each(toClients)('$name, $channel: who writes, and the number to call', ({ letter }) => {
    expect(letter.text).toContain(sender.senderName);
    expect(letter.text).toContain(sender.callbackNumber);
  });

  test.each(disclosuresAbout('Jo Li').filter(({ channel }) => channel !== 'voice'))(
    '$name, $channel to $to: the number to call, and the page',
    ({ letter }) => {
      expect(letter.text).toContain(sender.callbackNumber);
      expect(letter.text).toContain(link('a'));
    },
  );

  test.each(disclosuresAbout('Jo Li').filter(({ channel }) => channel === 'voice'))(
    '$name, spoken to $to: the number digit by digit, two keys, and again the number at the end',
    ({ letter }) => {
      expect(letter.text).toContain('0 1 6 3 2 9 6 0 1 2 3');
      expect(letter.text).toMatch(/Press 1 if you are acting\. Press 2 if you cannot\./);
      expect(letter.ending).toContain('0 1 6 3 2 9 6 0 1 2 3');
      expect(letter.ending).not.toContain('Jo Li');
    },
  );

  test.each(disclosuresAbout('Jo Li').filter(({ tier }) => tier !== 'attention'))(
    '$name, $channel to $to: whom it is about',
    ({ letter }) => expect(letter.text).toContain('Jo Li'),
  );

  test.each(disclosuresAbout('Jo Li').filter(({ channel }) => channel === 'sms'))(
    '$name to $to: the three reply codes',
    ({ letter }) => {
      for (const digit of ['0', '1', '2']) expect(letter.text).toContain(`${digit} ${code}`);
    },
  );

  test.each(disclosuresAbout('Jo Li').filter(({ tier, channel }) => tier === 'summary' && channel === 'email'))(
    'a GP is told at a summary by email whom it is about, what happened and what was done',
    ({ letter }) => {
      for (const words of ['Jo Li', birthDate, concern, doneSoFar]) expect(letter.text).toContain(words);
    },
  );

  test.each(channels)('what was shared, by %s: each who was told, named once', (channel) => {
    const { text } = englishLetters.whatWasShared(channel, { ...sender, country: 'GB', shared: everybodyTwice });
    const told = text.split('we told ')[1]?.split('.')[0] ?? '';

    expect(planRecipients.map((recipient) => told.split(recipientLabels[recipient]).length - 1)).toEqual([1, 1, 1]);
  });

  test.each(channels)('after a withdrawal, by %s: no promise about those whom it did not name', (channel) => {
    const { text } = englishLetters.whatHadGone(channel, { ...sender, country: 'GB', shared: [] });

    expect(text).not.toMatch(/nothing will be/);
  });

  test.each(toStaff.filter(({ name }) => /for action/.test(name)))('$name, $channel: what to do', ({ letter }) => {
    expect(letter.text).toMatch(/999.*crisis team/);
  });
});

describe("a sender's name", () => {
  test.each([...demoOrganisations.map(({ facts }) => facts.senderName), 'Northgate Associates', "St Anne's"])(
    'may be %s',
    (name) => expect(() => requireNeutralSender(name)).not.toThrow(),
  );

  test.each([
    ['Riverside Therapy', 'telling-sender-name'],
    ['CRISIS line', 'telling-sender-name'],
    ['Mind & Wellbeing', 'telling-sender-name'],
    ['Northgate & Associates', 'sender-name-too-long'],
  ])('may not be %s', (name, problem) => {
    expect(() => requireNeutralSender(name)).toThrow(expect.objectContaining({ fault: 'invalid-input', problem }));
  });
});

describe('the templates', () => {
  const changed = (key: TemplateKey, change: (template: Template) => Partial<Template>): Language => ({
    ...english,
    templates: { ...english.templates, [key]: { ...english.templates[key], ...change(english.templates[key]) } },
  });
  const bySms = (key: TemplateKey, change: (text: string) => string): Language =>
    changed(key, ({ sms }) => ({ sms: change(sms) }));
  const subjectOf = (key: TemplateKey, subject: string): Language =>
    changed(key, ({ email }) => ({ email: { ...email, subject } }));

  test('have no fault with values as long as they get, and a worker starts with them', () => {
    expect(faultsOfTemplates(english)).toEqual([]);
    expect(() => requireFaultless(english)).not.toThrow();
  });

  test.each<[string, Language, RegExp]>([
    ['a word of therapy to a contact', bySms('disclosure-attention', (sms) => `${sms} Her therapist.`), /"therapist"/],
    ['who it is, too early', bySms('disclosure-attention', (sms) => `${sms} {clientName}`), /tells "Wilhelmina/],
    ['what happened, too early', bySms('disclosure-concern', (sms) => `${sms} {concern}`), /tells "Told me/],
    ['a subject that reveals it', subjectOf('inform-client', 'Your care plan'), /subject says "care plan"/],
    ['an email without a subject', subjectOf('what-was-shared', ''), /no subject/],
    ['no crisis block', bySms('how-it-was', (sms) => sms.replace('{crisis}', '')), /lacks "In danger now/],
    ['no number', bySms('it-is-over', (sms) => sms.replace('{callbackNumber}', 'us')), /no number to call/],
    ['no code', bySms('disclosure-concern', (sms) => sms.replaceAll('{code}', '')), /lacks the code/],
    ['no code to staff', bySms('page-for-action', (sms) => sms.replace('{code}', '')), /lacks the code/],
    ['no code in a page', bySms('page-for-gp-call', (sms) => sms.replace('{code}', '')), /lacks the code/],
    ['a client by name, to staff', bySms('rota-gaps', (sms) => `${sms} {clientName}`), /tells "Wilhelmina/],
    ['a notice that reveals it', subjectOf('unreachable-clients', 'Clients at risk'), /subject says "risk"/],
    [
      'no code in a notice of a case',
      bySms('notice-of-complaint', (sms) => sms.replace('{code}', '')),
      /lacks the code/,
    ],
    ['a notice from nobody', bySms('notice-of-complaint', (sms) => sms.replace('{senderName}', '')), /who writes/],
    ['a notice too long', bySms('notice-of-client-not-told', (sms) => `${sms} ${'Please. '.repeat(30)}`), /at most 2/],
    ['nobody who writes', bySms('nothing-was-shared', (sms) => sms.replace('{senderName}', '')), /who writes/],
    ['too many words', bySms('inform-client', (sms) => `${sms} ${'Please. '.repeat(20)}`), /parts, at most 3/],
    ['a typographic quote', bySms('what-had-gone', (sms) => `${sms} Don’t worry.`), /not GSM-7/],
    [
      'a call without keys',
      changed('disclosure-concern', () => ({ voice: { text: 'Call {spokenNumber}.', ending: 'Goodbye.' } })),
      /offers none/,
    ],
  ])('are refused with a seeded fault: %s', (_what, language, fault) => {
    expect(() => requireFaultless(language)).toThrow(fault);
  });

  test('name only values that they are given', () => {
    expect(() => requireFaultless(bySms('it-is-over', (sms) => `${sms} {nickname}`))).toThrow(/\{nickname\}/);
  });

  test('are filled once: what people wrote is no template', () => {
    const { text } = englishLetters.disclosure('email', {
      ...sender,
      tier: 'summary',
      clientName: '{code}',
      birthDate: null,
      concern: 'Wrote {link}.',
      doneSoFar: '',
      code,
      link: link('a'),
    });
    expect(text).toContain('{code}');
    expect(text).toContain('Wrote {link}.');
    expect(text).not.toContain('What has been done');
  });
});

describe('the lint finds what is seeded', () => {
  const fine: LetterToLint = {
    name: 'seeded',
    to: 'contact',
    channel: 'sms',
    tier: 'attention',
    letter: { subject: '', text: 'Northgate: please call us.' },
  };
  const text = (words: string): Pick<LetterToLint, 'letter'> => ({ letter: { subject: '', text: words } });
  const subject = (words: string): Partial<LetterToLint> => ({
    channel: 'email',
    letter: { subject: words, text: 'Please call us.' },
  });
  const crisisBlock = englishLetters.informClient('sms', {
    ...sender,
    country: 'GB',
    aboutAnother: false,
    link: link('c'),
  }).text;

  test('nothing in a message that may go', () => {
    expect(faultsOf(fine)).toEqual([]);
  });

  test.each<[string, Partial<LetterToLint>, RegExp]>([
    ['a word of therapy at the least tier', text('Her therapist asks you to call.'), /"therapist"/],
    ['the same in capitals', text('THERAPY: call us.'), /"therapy"/],
    ['the same in the plural', text('About her assessments, call us.'), /"assessment"/],
    ['two words', text('You are in her care plan.'), /"care plan"/],
    ['wellbeing at the least tier', text('For her wellbeing, call us.'), /"wellbeing"/],
    ['a score', { ...text('Her PHQ-9 is 24.'), tier: 'concern' }, /"phq-9"/],
    ['a risk at the tier "concern"', { ...text('She is at risk.'), tier: 'concern' }, /"risk"/],
    ['our own words at a summary', { ...text('A crisis.'), to: 'gp', tier: 'summary', given: ['Jo'] }, /"crisis"/],
    ['a subject that reveals therapy', subject('Your counselling session'), /subject says "counselling"/],
    ['a subject that reveals it to the client', { ...subject('Crisis'), to: 'client' }, /subject says "crisis"/],
    ['an email without a subject', subject(''), /no subject/],
    ['a secret', { ...text('Please call Jo Li.'), secrets: ['Jo Li'] }, /tells "Jo Li"/],
    ['a typographic quote', text('Please don’t wait.'), /"’" is not GSM-7/],
    ['a message too long for a contact', text('a'.repeat(307)), /3 parts, at most 2/],
    ['a name that halves the room', { ...text(`Łukasz ${'a'.repeat(130)}`), given: ['Łukasz'] }, /3 parts/],
    ['a client message too long', { to: 'client', ...text('a'.repeat(460)) }, /4 parts, at most 3/],
    ['a client message without crisis block', { to: 'client', country: 'GB', ...text('Hello.') }, /lacks "In danger/],
    [
      'a client message without the statement',
      { to: 'client', country: 'GB', ...text(crisisBlock.replace('not an emergency', 'a')) },
      /lacks the statement/,
    ],
    ['a call that reads a link out', { channel: 'voice', ...text('See https://heed.example/a/1') }, /reads a link out/],
    [
      'a call that asks for a key and offers none',
      { channel: 'voice', letter: { subject: '', text: 'Please call us.', ending: 'Goodbye.' } },
      /offers none/,
    ],
    [
      "a telling word in a call's last words",
      { channel: 'voice', letter: { subject: '', text: 'Press 1 or 2.', ending: 'Ask for the clinician.' } },
      /"clinician"/,
    ],
    ['a message without a number to call', { ...text('Northgate Associates: please call.'), sender }, /no number/],
    ['a message from nobody', { ...text(`Please call ${sender.callbackNumber}.`), sender }, /who writes/],
    ['a message without its code', { ...text('Reply 1 or 2.'), code }, /lacks the code/],
    ["another country's block", { to: 'client', country: 'FR', ...text(crisisBlock) }, /lacks "In danger now: your/],
  ])('%s', (_, seeded, fault) => {
    expect(faultsOf({ ...fine, ...seeded })).toEqual(expect.arrayContaining([expect.stringMatching(fault)]));
  });

  test.each<[string, Partial<LetterToLint>]>([
    ['wellbeing at the tier "concern"', { ...text('We are concerned for the wellbeing of Jo.'), tier: 'concern' }],
    ["the practitioner's words at a summary", { to: 'gp', tier: 'summary', ...text(concern), given: [concern] }],
    ['a word that only contains a telling one', text('Ask for Mr Brisky on the healthful line.')],
  ])('but not %s', (_, seeded) => {
    expect(faultsOf({ ...fine, ...seeded })).toEqual([]);
  });
});
