import { z } from 'zod';
import { holdKinds } from '../../records/retention/holds';
import { erasureBases } from '../../workflows/erasure/contract';
import { retentionCategories } from '../../workflows/retention/words';
import { listOf, pageOf } from './answers';
import { accepted, get, group, ok, post } from './endpoint';
import { instantText, paging, reason } from './fields';

const category = z.enum(retentionCategories);

const receipt = z
  .object({
    erasure: z.uuid(),
    basis: z.enum(erasureBases),
    asked: z.array(category),
    erased: z
      .partialRecord(category, z.record(z.string(), z.int()))
      .meta({ description: 'Rows by table, of each category that has gone.' }),
    held: z
      .partialRecord(category, z.array(z.enum(holdKinds)))
      .meta({ description: 'What stays, and by what kind of hold.' }),
    histories: z
      .object({
        deleted: z.int(),
        verifiedGoneAt: instantText.nullable().meta({ description: 'null: there were none.' }),
      })
      .meta({ description: 'Of the processes that were about the client.' }),
    keyDestroyedAt: instantText
      .nullable()
      .meta({ description: 'null: something of the client is kept, and with it the key to that.' }),
    backups: z.string(),
    remains: z.array(z.string()).meta({ description: 'What outlives an erasure, always.' }),
    verifiedAt: instantText.meta({ description: 'When everything was read back.' }),
  })
  .meta({ id: 'ErasureReceipt' });

const erasure = z.object({
  id: z.uuid(),
  requestedAt: instantText,
  status: z
    .enum(['under-way', 'held', 'done'])
    .meta({ description: '`held`: what could go has gone; the receipt names what keeps the rest.' }),
  receipt: receipt.nullable().meta({ description: 'null: it is under way.' }),
});

/** contract.md §6, domain.md §5 */
export const clientErasures = group('Erasure', '/v1/clients', {
  orderErasure: post('/{clientId}/erasures', {
    summary: 'Erases everything of a client, at once; what a hold keeps goes when it is lifted',
    description: 'One that is under way is joined.',
    may: { dpo: 'all' },
    body: z.strictObject({ basis: z.enum(['rights-request', 'controller-instruction']), reason }),
    example: { basis: 'rights-request', reason: 'They asked for it in writing.' },
    answer: accepted(z.object({ id: z.uuid() }), '/v1/erasures/{id}'),
  }),
});

export const erasures = group('Erasure', '/v1/erasures', {
  listErasures: get('/', {
    summary: 'Lists the erasures of a client, or of everybody, newest first',
    may: { dpo: 'all', admin: 'all' },
    query: z.strictObject({
      ...paging,
      clientId: z.uuid().optional().meta({ description: 'They need not be known any more.' }),
    }),
    answer: ok(pageOf(erasure)),
  }),
  readErasure: get('/{erasureId}', {
    summary: 'Reads how far an erasure is, and in the end its receipt',
    may: { dpo: 'all', admin: 'all' },
    answer: ok(erasure),
  }),
});

export const outcomes = group('Erasure', '/v1/outcomes', {
  readOutcomes: get('/', {
    summary: 'Reads what is left of whoever was erased: how many, by year and outcome',
    description: 'Nobody is found in a small number, nor by subtracting from a total: fewer than ten are not told.',
    may: { platform: 'all', supervisor: 'all', dpo: 'all', admin: 'all' },
    answer: ok(
      listOf(
        z.object({
          year: z.int(),
          measure: z.string().meta({ description: 'As `cases-by-outcome`.' }),
          cells: z.array(
            z.object({
              value: z.string(),
              count: z.int().nullable().meta({ description: 'null: too few, or told it would give away another.' }),
            }),
          ),
          total: z.int().nullable().meta({ description: 'null: too few.' }),
        }),
      ),
    ),
  }),
});
