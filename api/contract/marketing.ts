import { z } from 'zod';
import { optOutAlarms } from '../../workflows/marketing-opt-out/rules';
import {
  confirmedHow,
  evidenceSources,
  marketingChannels,
  marketingListKinds,
  optOutStatuses,
} from '../../workflows/marketing-opt-out/words';
import { listOf } from './answers';
import { accepted, created, del, get, group, ok, post } from './endpoint';
import { address, email, instant, instantText, once, phoneNumber, short, words } from './fields';

const channel = z.enum(marketingChannels);

/** As in `preferences-page`: what is said in words of somebody belongs nowhere in it. */
const source = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be a name such as phone or preferences-page')
  .max(50);

const optOutToRecord = z
  .strictObject({
    clientId: z.uuid().optional(),
    email: email.optional(),
    mobile: phoneNumber.optional(),
    source,
    receivedAt: instant.optional().meta({ description: 'Now, unless it is named.' }),
  })
  .transform(({ clientId, email: byEmail, mobile, ...rest }, context) => {
    const given = [
      ...(clientId === undefined ? [] : [{ clientId }]),
      ...(byEmail === undefined ? [] : [{ email: byEmail }]),
      ...(mobile === undefined ? [] : [{ mobile }]),
    ];
    const [whom, another] = given;
    if (whom && !another) return { ...rest, whom };
    context.addIssue({ code: 'custom', message: 'name exactly one of clientId, email and mobile' });
    return z.NEVER;
  });

/** Of Standard Webhooks: 24 to 64 bytes. */
const secret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and the base64 of 24 to 64 bytes')
  .refine((text) => hasLength(Buffer.from(text.slice('whsec_'.length), 'base64')), {
    message: 'must be whsec_ and the base64 of 24 to 64 bytes',
  });
const hasLength = ({ length }: Buffer): boolean => length >= 24 && length <= 64;

const listToAdd = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sendgrid-group'), name: short, groupId: z.int().positive() }),
  z.strictObject({
    kind: z.literal('webhook'),
    name: short,
    url: address.meta({ description: 'https, reached over the internet.' }),
    secret,
  }),
]);

const list = z
  .object({
    id: z.uuid(),
    kind: z.enum(marketingListKinds),
    name: z.string(),
    addedAt: instantText,
    groupId: z.int().optional(),
    url: z.string().optional(),
  })
  .meta({ id: 'MarketingList', description: 'The secret of a webhook is not told again.' });

const optOutInBrief = z.object({
  id: z.uuid(),
  status: z
    .enum(optOutStatuses)
    .meta({ description: '`breached`: a list had not confirmed in time, even if it has by now.' }),
  clientId: z.uuid().nullable().meta({ description: 'null: the address is of nobody, or of several.' }),
  channels: z.array(channel),
  source: z.string(),
  receivedAt: instantText,
  dueAt: instantText.meta({ description: 'By then every list must have confirmed: 168 hours from the receipt.' }),
});

const optOut = optOutInBrief
  .extend({
    recordedAt: instantText,
    suppressedAt: instantText.meta({ description: 'From then on nothing is sent.' }),
    completedAt: instantText.nullable().meta({ description: 'null: a list has not confirmed.' }),
    lists: z.array(
      z.object({
        list: z.uuid(),
        kind: z.enum(marketingListKinds),
        name: z.string(),
        toldAt: instantText.nullable(),
        timesTold: z.int(),
        confirmedAt: instantText.nullable(),
        confirmedHow: z.enum(confirmedHow).nullable(),
        confirmationRecordedAt: instantText.nullable(),
        lastFailure: z
          .string()
          .nullable()
          .meta({ description: 'Why it could not be told the last time; null: it was.' }),
      }),
    ),
    alarms: z.array(
      z.object({
        alarm: z.enum(optOutAlarms),
        dueAt: instantText,
        recordedAt: instantText.nullable().meta({ description: 'null: nothing was put on record.' }),
      }),
    ),
  })
  .meta({ id: 'OptOut' });

const standing = z
  .object({
    clientId: z.uuid(),
    consents: z.array(z.object({ channel, topic: z.string(), source: z.enum(evidenceSources), givenAt: instantText })),
    suppressed: z
      .record(channel, z.boolean())
      .meta({ description: 'Whether their address must not be sent marketing.' }),
    optOuts: z.array(optOutInBrief).meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'MarketingStanding' });

const watchers = { platform: 'all', dpo: 'all', admin: 'all' } as const;
const clientId = '01926b3a-7c40-7d21-8a3e-5f0c9d1b2e3f';

/** contract.md §6, domain.md §4 */
export const marketing = group('Marketing', '/v1/marketing', {
  recordMarketingConsent: post('/consents', {
    summary: 'Records what a client agreed to have sent, with its evidence',
    description: 'Whoever opted out is written to again only if they themselves agree after that: an import cannot.',
    may: { platform: 'all', admin: 'all' },
    body: z.strictObject({
      clientId: z.uuid(),
      channel,
      topics: once(z.array(short).min(1).max(20)),
      evidence: z.strictObject({
        at: instant,
        wording: words.meta({ description: 'What they were asked, word by word.' }),
        source: z.enum(evidenceSources),
      }),
    }),
    example: {
      clientId,
      channel: 'email',
      topics: ['courses'],
      evidence: {
        at: '2026-03-02T09:00:00+00:00',
        wording: 'May we write to you about new courses?',
        source: 'person',
      },
    },
    answer: created(standing),
    problems: {
      suppressed: 'They opted out after this, or it is an import: only they can opt in again.',
      'client-held': 'The record of a client is held: nothing in it is changed.',
    },
  }),
  recordOptOut: post('/opt-outs', {
    summary: 'Records that somebody wants no marketing any more: it is in force when this is answered',
    description: 'Every list is told until it has confirmed. Said twice, it is one opt-out.',
    may: watchers,
    body: optOutToRecord,
    example: { clientId, source: 'phone' },
    answer: accepted(
      optOutInBrief.pick({ id: true, status: true, receivedAt: true, dueAt: true }),
      '/v1/marketing/opt-outs/{id}',
    ),
  }),
  listOptOuts: get('/opt-outs', {
    summary: 'Lists the opt-outs that wait for a list, or those of a client, newest first',
    may: watchers,
    query: z.strictObject({ clientId: z.uuid().optional() }),
    answer: ok(listOf(optOutInBrief)),
  }),
  readOptOut: get('/opt-outs/{optOutId}', {
    summary: "Reads the proof of an opt-out: its receipt, and each list's confirmation",
    may: watchers,
    answer: ok(optOut),
  }),
  confirmOptOut: post('/opt-outs/{optOutId}/confirmations', {
    summary: 'Says that a list has an opt-out done',
    description: 'Said twice, the first word stands.',
    may: { platform: 'all', admin: 'all' },
    body: z.strictObject({ list: z.uuid(), confirmedAt: instant.optional() }),
    example: { list: '01926b3a-7c45-7f3d-8e2a-9b1c0d4e5f6a', confirmedAt: '2026-03-03T09:00:00+00:00' },
    answer: ok(optOut),
  }),
  listMarketingLists: get('/lists', {
    summary: 'Lists where else addresses are kept to which marketing is sent, oldest first',
    may: { dpo: 'all', admin: 'all' },
    answer: ok(listOf(list)),
  }),
  addMarketingList: post('/lists', {
    summary: 'Adds a list that is told of every opt-out from now on',
    may: { dpo: 'all', admin: 'all' },
    body: listToAdd,
    example: { kind: 'sendgrid-group', name: 'Newsletter', groupId: 24_001 },
    answer: created(list),
  }),
  removeMarketingList: del('/lists/{listId}', {
    summary: 'Removes a list: later opt-outs are not told to it',
    may: { dpo: 'all', admin: 'all' },
    answer: ok(z.object({ id: z.uuid(), removedAt: instantText })),
    problems: { 'list-awaited': 'Opt-outs wait for its confirmation: have them confirmed first.' },
  }),
});

export const clientMarketing = group('Marketing', '/v1/clients', {
  readMarketingStanding: get('/{clientId}/marketing', {
    summary: 'Reads what a client agreed to and opted out of, for their account page',
    may: watchers,
    answer: ok(standing),
  }),
});
