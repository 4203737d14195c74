import { answerOf, type Body } from '../../../client/heed-client';
import { PlainFailure } from '../../plain-failure';
import { type Inboxed, linkIn } from '../../stack-client';
import type { SkippedStory } from '../story';
import { say, show } from '../telling';

const dayMs = 24 * 60 * 60_000;

/** From the end of a course to a receipt a year later. */
export const retention: SkippedStory = async ({ http, organisation, time }) => {
  const [sam, other] = organisation.clients;
  const [course] = organisation.courses;
  if (!sam?.mobile || !other || !course) throw new Error('The demo has too few people.');
  const { staff } = organisation;
  const clientId = sam.id;
  const ofSam = { path: { clientId } };
  const on = (): string => time.now().toISOString().slice(0, 10);
  const receives = async (since: string, text: RegExp, heading: string): Promise<Inboxed> => {
    const message = await http.messageTo(sam.mobile ?? '', since, text);
    show(heading, message);
    return message;
  };

  const [platform, dpo, admin] = [http.as('platform'), http.as('dpo'), http.as('admin')];
  const begins = {
    clientId,
    courseId: course.id,
    practitionerId: sam.practitionerId,
    startedAt: time.now().toISOString(),
  };
  const { id: enrolmentId } = answerOf(await platform.POST('/v1/enrolments', { body: begins }));
  const note = { text: 'Sleeps better. Walks every day.' };
  answerOf(await http.as('practitioner').POST('/v1/clients/{clientId}/notes', { params: ofSam, body: note }));
  await time.fastForward(84 * dayMs);
  const theCourse = { path: { enrolmentId } };
  const ends = { endedAt: time.now().toISOString(), reason: 'The course is over.' };
  answerOf(await platform.POST('/v1/enrolments/{enrolmentId}/end', { params: theCourse, body: ends }));
  say(`${on()}: ${sam.name}'s course ends after twelve weeks. From here the year runs.`);
  say('What goes when, as the data protection officer reads it:', ...(await whatGoesWhen()));

  const since = time.now().toISOString();
  await time.fastForward(336 * dayMs);
  const notice = await receives(since, /deleted on/, `${on()}: eleven months later ${sam.name} hears of it:`);
  const copy = await http.download(linkIn(notice), {
    birthDate: await birthDate(),
    guardAnswer: sam.guardAnswer,
  });
  say('The link asks who they are; then their copy comes:', `${copy.name}, ${copy.bytes} bytes`);

  const held: Body<'placeHold'> = {
    categories: ['notes'],
    reason: 'The regulator asked for the notes of last spring.',
    reviewOn: new Date(time.now().getTime() + 90 * dayMs).toISOString().slice(0, 10),
  };
  const { id: holdId } = answerOf(await dpo.POST('/v1/clients/{clientId}/holds', { params: ofSam, body: held }));
  say(`${staff.dpo.name} places a hold on the notes: the regulator asked for them.`);

  await time.fastForward(31 * dayMs);
  say(
    `${on()}: the year is over. What is not held has gone, and the receipt names what stays and why:`,
    ...(await receipt()),
  );

  const theHold = { path: { clientId, holdId } };
  answerOf(await dpo.DELETE('/v1/clients/{clientId}/holds/{holdId}', { params: theHold }));
  await time.fastForward(60_000);
  say('The hold is lifted: the rest goes within the minute, and the key with it.', ...(await receipt()));
  const { response: gone } = await admin.GET('/v1/clients/{clientId}', { params: ofSam });
  say(`GET /v1/clients/${clientId} as an admin: ${gone.status}`);

  async function whatGoesWhen(): Promise<readonly string[]> {
    const { categories } = answerOf(await dpo.GET('/v1/clients/{clientId}/retention', { params: ofSam }));
    const because = [...new Set(categories.map((one) => one.because.join(' ')))];
    return because.map((why) => {
      const same = categories.filter((one) => one.because.join(' ') === why);
      return `${same.map(({ category }) => category).join(', ')}: ${same[0]?.goesAt ?? 'stays'}. ${why}`;
    });
  }

  async function birthDate(): Promise<string> {
    const read = answerOf(await admin.GET('/v1/clients/{clientId}', { params: ofSam }));
    return 'registration' in read ? (read.registration.birthDate ?? '') : '';
  }

  async function receipt(): Promise<readonly string[]> {
    const { items } = answerOf(await dpo.GET('/v1/erasures', { params: { query: { clientId } } }));
    const [{ status, receipt: given } = { status: 'not begun', receipt: null }] = items;
    if (!given) throw new PlainFailure(`There is no receipt: the erasure is ${status}.`);
    return [
      `status: ${status}`,
      ...Object.entries(given.erased).flatMap(([category, counts]) => erased(category, counts)),
      ...Object.entries(given.held).map(([category, kinds]) => `${category}: held (${kinds.join(', ')})`),
      `histories deleted: ${given.histories.deleted}`,
      `key destroyed: ${given.keyDestroyedAt ?? 'not yet, since something stays'}`,
    ];
  }
};

const erased = (category: string, counts: Readonly<Record<string, number>>): readonly string[] => {
  const sum = Object.values(counts).reduce((total, count) => total + count, 0);
  return sum === 0 ? [] : [`${category}: ${sum} ${sum === 1 ? 'row' : 'rows'} erased`];
};
