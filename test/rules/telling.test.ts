import { caseTelling, contacts, decided, fails, gp, says, steps, withdrawn } from './case-on-paper';

/** Who is told, in which order and by which way, and what a withdrawal leaves of it. domain.md §3.6 and §3.9 */

describe("who was decided on is told, in the policy's order", () => {
  test('the recipients of one step together, whatever order the decision named them in', async () => {
    const { atOnce } = await caseTelling(['gp', 'contact-2', 'contact-1']);

    expect([...atOnce].sort()).toEqual(['0: contact-1 is written to by sms', '0: contact-2 is written to by sms']);
  });

  test('the next step when those of the first did not answer in time', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);

    expect(await theCase.during('PT15M')).toEqual([
      '5: contact-1 is written to by voice',
      '10: contact-1 is written to by email',
      '15: gp is written to by email',
    ]);
  });

  test('nobody but those whom the decision names', async () => {
    const { theCase, atOnce } = await caseTelling(['contact-2']);
    const done = [...atOnce, ...(await theCase.during('PT2H'))];

    expect(done.filter((sentence) => /contact-1|gp/.test(sentence))).toEqual([]);
  });

  test('a case that was started when no calls could be made passes them over to its end', async () => {
    const { atOnce } = await caseTelling(['contact-1'], {
      fromBefore: true,
      tries: (_recipient, channel) => (channel === 'sms' ? 'failed-permanent' : 'sent'),
    });

    expect(atOnce).toEqual(['0: contact-1 is written to by sms', '0: contact-1 is written to by email']);
  });

  test('a failure that is reported after an answer came that way changes nothing', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(says('contact-1', 'acknowledged'));

    expect(await theCase.hears(fails('contact-1', 'sms'))).toEqual([]);
  });

  test('a recipient whose every way failed is left behind at once', async () => {
    const { atOnce } = await caseTelling(['contact-1', 'gp'], {
      tries: (recipient) => (recipient === 'contact-1' ? 'failed-permanent' : 'sent'),
    });

    expect(atOnce).toEqual([
      '0: contact-1 is written to by sms',
      '0: contact-1 is written to by voice',
      '0: contact-1 is written to by email',
      '0: gp is written to by email',
    ]);
  });

  test('a recipient without a mandate at this moment is left behind at once', async () => {
    const { atOnce } = await caseTelling(['contact-1', 'gp'], {
      tries: (recipient) => (recipient === 'contact-1' ? 'withheld' : 'sent'),
    });

    expect(atOnce).toEqual(['0: contact-1 is written to by sms', '0: gp is written to by email']);
  });

  test('a step that can only be spoken is passed over in a case from before calls', async () => {
    const { atOnce } = await caseTelling(['contact-1', 'gp'], {
      ...steps({ ...contacts, channels: ['voice'] }, gp),
      fromBefore: true,
    });

    expect(atOnce).toEqual(['0: gp is written to by email']);
  });

  test('a recipient whom no step of the policy names comes last, by every written way', async () => {
    const { theCase, atOnce } = await caseTelling(['police', 'gp'], {
      tries: (recipient, channel) => (recipient === 'police' && channel === 'email' ? 'failed-permanent' : 'sent'),
    });

    expect(atOnce).toEqual(['0: gp is written to by email']);
    expect((await theCase.during('PT15M')).slice(-2)).toEqual([
      '15: police is written to by email',
      '15: police is written to by sms',
    ]);
  });

  test('a decision in the middle of it adds those whom it names', async () => {
    const { theCase } = await caseTelling(['gp']);
    await theCase.after('PT2M');

    expect(await theCase.hears(decided('contact-1'))).toEqual(['2: contact-1 is written to by sms']);
  });
});

describe('the client takes back what they agreed to', () => {
  test('nothing more goes out, they are told what had gone, and the owner decides anew', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.after('PT6M');

    expect(await theCase.hears(withdrawn('contact-1'))).toEqual([
      '6: the client is told what had gone',
      '6: the owner is asked to decide',
    ]);
    expect(await theCase.during('PT15M')).toEqual([
      '11: the owner is asked to decide',
      '21: the duty clinician is asked to decide',
    ]);
  });

  test('a try that was on its way when they took it back is the last', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    theCase.willHearMeanwhile(withdrawn('contact-1'));

    expect(await theCase.during('PT10M')).toEqual([
      '5: contact-1 is written to by voice',
      '5: the client is told what had gone',
      '5: the owner is asked to decide',
      '10: the owner is asked to decide',
    ]);
  });

  test('the new decision counts: whom it leaves out is not written to, though the client took back nothing there', async () => {
    const { theCase } = await caseTelling(['contact-1', 'contact-2', 'gp']);
    await theCase.hears(withdrawn('contact-1'));

    expect(await theCase.hears(decided('gp'))).toEqual(['0: gp is written to by email']);
    expect((await theCase.during('PT15M')).filter((sentence) => /contact/.test(sentence))).toEqual([]);
  });

  test('who agreed again and is decided on again is told anew, by the first way', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(fails('contact-1', 'sms'));
    await theCase.hears(withdrawn('contact-1'));
    await theCase.after('PT2M');

    expect(await theCase.hears(decided('contact-1'))).toEqual(['2: contact-1 is written to by sms']);
  });

  test('each withdrawal is told to them', async () => {
    const { theCase } = await caseTelling(['contact-1', 'gp']);
    await theCase.hears(withdrawn('contact-1'));

    expect(await theCase.hears(withdrawn('gp'))).toContain('0: the client is told what had gone');
  });

  test('does not undo that somebody acts', async () => {
    const { theCase } = await caseTelling(['contact-1']);
    await theCase.hears(says('contact-1', 'acting'));
    const done = [...(await theCase.hears(withdrawn('contact-1'))), ...(await theCase.during('PT1H'))];

    expect(done.filter((sentence) => /decide|paged/.test(sentence))).toEqual([]);
  });
});
