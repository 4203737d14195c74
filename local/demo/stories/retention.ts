import { z } from 'zod';
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
  const on = (): string => time.now().toISOString().slice(0, 10);
  const receives = async (since: string, text: RegExp, heading: string): Promise<Inboxed> => {
    const message = await http.messageTo(sam.mobile ?? '', since, text);
    show(heading, message);
    return message;
  };

  const enrolment = await http.post('platform', '/v1/enrolments', {
    clientId,
    courseId: course.id,
    practitionerId: sam.practitionerId,
    startedAt: time.now().toISOString(),
  });
  await http.post('practitioner', `/v1/clients/${clientId}/notes`, { text: 'Sleeps better. Walks every day.' });
  await time.fastForward(84 * dayMs);
  await http.post('platform', `/v1/enrolments/${String(enrolment['id'])}/end`, {
    endedAt: time.now().toISOString(),
    reason: 'The course is over.',
  });
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

  const hold = await http.post('dpo', `/v1/clients/${clientId}/holds`, {
    categories: ['notes'],
    reason: 'The regulator asked for the notes of last spring.',
    reviewOn: new Date(time.now().getTime() + 90 * dayMs).toISOString().slice(0, 10),
  });
  say(`${staff.dpo.name} places a hold on the notes: the regulator asked for them.`);

  await time.fastForward(31 * dayMs);
  say(
    `${on()}: the year is over. What is not held has gone, and the receipt names what stays and why:`,
    ...(await receipt()),
  );

  await http.remove('dpo', `/v1/clients/${clientId}/holds/${String(hold['id'])}`);
  await time.fastForward(60_000);
  say('The hold is lifted: the rest goes within the minute, and the key with it.', ...(await receipt()));
  const gone = await http.status('admin', `/v1/clients/${clientId}`);
  say(`GET /v1/clients/${clientId} as an admin: ${gone}`);

  async function whatGoesWhen(): Promise<readonly string[]> {
    const { categories } = retentionView.parse(await http.get('dpo', `/v1/clients/${clientId}/retention`));
    const because = [...new Set(categories.map((one) => one.because.join(' ')))];
    return because.map((why) => {
      const same = categories.filter((one) => one.because.join(' ') === why);
      return `${same.map(({ category }) => category).join(', ')}: ${same[0]?.goesAt ?? 'stays'}. ${why}`;
    });
  }

  async function birthDate(): Promise<string> {
    const { registration } = clientView.parse(await http.get('admin', `/v1/clients/${clientId}`));
    return registration.birthDate;
  }

  async function receipt(): Promise<readonly string[]> {
    const { items } = erasures.parse(await http.get('dpo', `/v1/erasures?clientId=${clientId}`));
    const { status, receipt: given } = items[0];
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

const retentionView = z.object({
  categories: z.array(z.object({ category: z.string(), goesAt: z.string().nullable(), because: z.array(z.string()) })),
});
const clientView = z.object({ registration: z.object({ birthDate: z.string() }) });
const erasures = z.object({
  items: z.tuple(
    [
      z.object({
        status: z.string(),
        receipt: z.object({
          erased: z.record(z.string(), z.record(z.string(), z.number())),
          held: z.record(z.string(), z.array(z.string())),
          histories: z.object({ deleted: z.number() }),
          keyDestroyedAt: z.string().nullable(),
        }),
      }),
    ],
    z.unknown(),
  ),
});
