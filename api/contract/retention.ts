import { z } from 'zod';
import { disposals, retentionCategories, scheduledCategories } from '../../workflows/retention/words';
import { allStaff, created, del, file, get, group, ok, post, put } from './endpoint';
import { instantText, once, periodText, reason } from './fields';

const category = z.enum(retentionCategories);

const keeping = z.strictObject({
  keepFor: periodText.meta({ description: "By the calendar, from the end of the client's last enrolment." }),
  afterwards: z.enum(disposals),
  basis: reason.optional().meta({ description: 'Why it is kept on, or longer than others.' }),
});

const schedule = z
  .object({
    version: z.int().meta({ description: '0: nobody has saved one.' }),
    categories: z.record(z.enum(scheduledCategories), keeping),
  })
  .meta({ id: 'RetentionSchedule' });

const holdToPlace = z.strictObject({
  categories: once(z.array(category).min(1)),
  reason,
  reviewOn: z.iso.date().meta({ description: 'When a person looks whether it is still needed.' }),
});

const hold = holdToPlace.extend({ id: z.uuid(), placedBy: z.uuid(), placedAt: instantText }).meta({ id: 'Hold' });

const lifted = z.object({ lifted: z.array(z.uuid()) });

const retention = z.object({
  clientId: z.uuid(),
  categories: z.array(
    z.object({
      category,
      goesAt: instantText
        .nullable()
        .meta({ description: 'null: nobody knows yet, it is kept on, or it went already; `because` says which.' }),
      afterwards: z.enum(disposals),
      heldBecause: z.array(z.string()).meta({ description: 'What keeps it, although its time may be over.' }),
      because: z.array(z.string()),
    }),
  ),
  notice: z
    .object({ dueAt: instantText, toldAt: instantText.nullable().meta({ description: 'null: not yet.' }) })
    .nullable()
    .meta({ description: 'When the client is told; null: no time is counted.' }),
  putOff: z
    .object({ until: instantText, because: z.string() })
    .nullable()
    .meta({ description: 'Until when it waits beyond its deadline; null: for nothing.' }),
  holds: z.array(hold),
});

/** contract.md §6, domain.md §5 */
export const retentionSchedule = group('Retention', '/v1/retention', {
  readRetentionSchedule: get('/schedule', {
    summary: 'Reads how long what is kept, and what becomes of it then',
    may: allStaff,
    answer: ok(schedule),
  }),
  saveRetentionSchedule: put('/schedule', {
    summary: 'Settles how long what is kept',
    description:
      'What is not named is kept as by default: a year, and what belongs to a treatment at an NHS body 20 years. Every deadline that this moves is moved.',
    may: { dpo: 'all' },
    body: z.strictObject({
      categories: z.partialRecord(
        z.enum(scheduledCategories),
        keeping.extend({ afterwards: keeping.shape.afterwards.default('erase') }),
      ),
    }),
    example: {
      categories: {
        cases: { keepFor: 'P3Y', afterwards: 'erase', basis: 'Claims may be brought for three years.' },
        feedback: { keepFor: 'P1Y', afterwards: 'anonymise' },
      },
    },
    answer: ok(schedule),
    problems: {
      'retention-schedule':
        'It keeps something without a basis, or for a shorter time than the law lets this organisation.',
    },
  }),
});

export const clientRetention = group('Retention', '/v1/clients', {
  readRetention: get('/{clientId}/retention', {
    summary: "Says what of a client's data goes when, and why",
    may: { supervisor: 'all', dpo: 'all', admin: 'all' },
    answer: ok(retention),
  }),
  readCopy: get('/{clientId}/copy', {
    summary: 'Gives a copy of everything, as the client gets it themselves',
    description:
      '`data.json` for programs, `data.html` for people, and what was signed on paper. Each look is audited.',
    may: { dpo: 'all', admin: 'all' },
    answer: file('application/zip'),
  }),
  placeHold: post('/{clientId}/holds', {
    summary: 'Keeps these categories although their time may be over',
    may: { dpo: 'all', admin: 'all' },
    body: holdToPlace,
    example: { categories: ['cases', 'messages'], reason: 'A complaint is being looked into.', reviewOn: '2026-09-01' },
    answer: created(
      hold.extend({
        alreadyErased: z
          .array(category)
          .meta({ description: 'Of what it names: what an erasure under way has taken already.' }),
      }),
    ),
  }),
  liftHolds: del('/{clientId}/holds', {
    summary: 'Lifts all holds of a client: what they kept from an erasure is erased then',
    may: { dpo: 'all', admin: 'all' },
    answer: ok(lifted),
  }),
  liftHold: del('/{clientId}/holds/{holdId}', {
    summary: 'Lifts one hold',
    may: { dpo: 'all', admin: 'all' },
    answer: ok(lifted),
  }),
});
