import { z } from 'zod';
import {
  atRiskKinds,
  capacityStates,
  clientAnswers,
  lawfulRows,
  nothingJudged,
} from '../../workflows/urgent-care/mandate-facts';
import { needs } from '../../workflows/urgent-care/mandate-rows';
import { immediacies, recipientNames, tiers } from '../../workflows/urgent-care/words';
import { allStaff, get, group, ok, post, put } from './endpoint';
import { instantText, once, words } from './fields';

const capacity = z
  .strictObject({
    state: z.enum(capacityStates),
    assessor: words.nullish(),
    assessedAt: instantText.nullish(),
    grounds: words.nullish(),
  })
  .transform(({ state, assessor = null, assessedAt = null, grounds = null }) => ({
    state,
    assessor,
    assessedAt,
    grounds,
  }));

/** What a person judges. What is left out they did not find: capacity is presumed, nobody is in danger. */
const judged = {
  capacity: capacity.default(nothingJudged.capacity).meta({
    description: 'To decide about this disclosure. Not answering is no evidence of incapacity.',
  }),
  atRisk: z.enum(atRiskKinds).default(nothingJudged.atRisk).meta({
    description: 'Whether the law safeguards the client: DPA 2018 Sch 1 para 18(3).',
  }),
  coercionEvidence: z.boolean().default(nothingJudged.coercionEvidence),
  harmToOthers: z.boolean().default(nothingJudged.harmToOthers),
  personInDanger: z.enum(recipientNames).nullable().default(nothingJudged.personInDanger),
  legalRequirement: z
    .boolean()
    .default(nothingJudged.legalRequirement)
    .meta({ description: 'A law or a court order asks for the disclosure.' }),
};
export const judgedFacts = z.strictObject(judged);

const previewBody = z.strictObject({
  immediacy: z.enum(immediacies),
  answer: z.enum(clientAnswers).meta({ description: 'Of the client, about this recipient.' }),
  recipient: z.enum(recipientNames),
  tier: z.enum(tiers),
  planPermission: z.boolean().default(false),
  ...judged,
});

export const lawfulRow = z
  .literal(lawfulRows, {
    error: 'must be one of the rows 1 to 8: rows 9 and 10 refuse, and nobody opens or closes them',
  })
  .meta({ description: 'Of the table of mandates.' });

const openRuling = z.object({
  result: z.enum(['allowed', 'needs-second-approval', 'needs-release']),
  row: lawfulRow,
  gateways: z
    .object({ article6: z.string(), article9: z.string(), confidence: z.string() })
    .meta({ description: 'UK GDPR Articles 6 and 9, and the common-law duty of confidence.' }),
  needs: z
    .array(z.enum(needs))
    .meta({ description: 'What must still be recorded before the row carries the disclosure.' }),
});
const refusal = z.object({
  result: z.literal('refused'),
  row: z
    .int()
    .nullable()
    .meta({ description: '9 or 10 where they describe the case, a row that is closed, or null: none of them.' }),
  gateways: z.null(),
  needs: z.array(z.never()).max(0),
  because: z.string(),
  closed: z.literal(true).optional().meta({ description: 'The organisation has closed the row.' }),
});

const rulings = z.object({
  rulings: z
    .array(z.discriminatedUnion('result', [openRuling, refusal]))
    .min(1)
    .meta({ description: 'Open ones first, the least intrusive at the head.' }),
  offers: z.array(z.string()).meta({ description: 'What would be lawful instead, where nothing is open.' }),
});

const policyDocument = z
  .strictObject({ title: words.max(500), approvedAt: z.union([z.iso.date(), instantText]) })
  .nullable()
  .meta({ description: 'Of DPA 2018 Sch 1 Part 4; null: none is on file, and rows 4, 5 and 7 are closed.' });
const closedRows = once(z.array(lawfulRow));
const settled = z.strictObject({
  directCareEnabled: z.boolean().meta({ description: 'Whether row 6 is open.' }),
  appropriatePolicyDocument: policyDocument,
});

/** contract.md §3, domain.md §3.4 */
export const mandates = group('Mandates', '/v1/urgent-care', {
  previewMandate: post('/mandate-preview', {
    summary: 'Says what would be lawful on these facts, and records nothing',
    description:
      'Of each row of the table that describes them: whether it lets the disclosure go, and what it needs first.',
    may: allStaff,
    onlyReads: true,
    body: previewBody,
    example: {
      immediacy: 'significant',
      answer: 'silent',
      recipient: 'safeguarding-authority',
      tier: 'summary',
      atRisk: 'child',
    },
    answer: ok(rulings),
  }),
  readMandateRules: get('/mandate-rules', {
    summary: 'Reads what the organisation has settled about the table of mandates',
    may: allStaff,
    answer: ok(settled.extend({ closedRows })),
  }),
  saveMandateRules: put('/mandate-rules', {
    summary: 'Settles which rows of the table are closed',
    description: 'The data protection officer may tighten the table and never loosen it: what it refuses is refused.',
    may: { dpo: 'all' },
    body: settled.extend({ closedRows: closedRows.default([]) }),
    example: {
      directCareEnabled: false,
      appropriatePolicyDocument: { title: 'Appropriate policy document: safeguarding', approvedAt: '2026-01-12' },
      closedRows: [7],
    },
    answer: ok(settled.extend({ closedRows })),
    problems: { 'not-yet-approved': 'The policy document counts from the day on which it was approved.' },
  }),
});
