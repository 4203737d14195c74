import { z } from 'zod';
import {
  atRiskKinds,
  capacityStates,
  clientAnswers,
  type LawfulRow,
  lawfulRows,
  nothingJudged,
} from '../../workflows/urgent-care/mandate-facts';
import { immediacies, recipientNames, tiers } from '../../workflows/urgent-care/words';
import { instantText, once, words } from '../contract/fields';

/** The bodies of contract.md §3 about mandates. Unknown fields are refused. */

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
  capacity: capacity.default(nothingJudged.capacity),
  atRisk: z.enum(atRiskKinds).default(nothingJudged.atRisk),
  coercionEvidence: z.boolean().default(nothingJudged.coercionEvidence),
  harmToOthers: z.boolean().default(nothingJudged.harmToOthers),
  personInDanger: z.enum(recipientNames).nullable().default(nothingJudged.personInDanger),
  legalRequirement: z.boolean().default(nothingJudged.legalRequirement),
};
export const judgedFacts = z.strictObject(judged);

export const previewBody = z.strictObject({
  immediacy: z.enum(immediacies),
  answer: z.enum(clientAnswers),
  recipient: z.enum(recipientNames),
  tier: z.enum(tiers),
  planPermission: z.boolean().default(false),
  ...judged,
});

export const lawfulRow = z.custom<LawfulRow>((value) => lawfulRows.some((row) => row === value), {
  message: 'must be one of the rows 1 to 8: rows 9 and 10 refuse, and nobody opens or closes them',
});

export const mandateRulesBody = z.strictObject({
  directCareEnabled: z.boolean(),
  appropriatePolicyDocument: z
    .strictObject({ title: words.max(500), approvedAt: z.union([z.iso.date(), instantText]) })
    .nullable(),
  closedRows: once(z.array(lawfulRow)).default([]),
});
