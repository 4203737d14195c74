import type { Body } from '../../client/heed-client';

type Override = Extract<Body<'recordDecision'>, { readonly kind: 'override' }>;

/** What a practitioner records to tell somebody about a child of whom nobody has an answer. domain.md §3.4, row 4 */
export const childAtRisk = {
  kind: 'override',
  row: 4,
  facts: {
    capacity: { state: 'presumed' },
    atRisk: 'child',
    coercionEvidence: false,
    harmToOthers: false,
    personInDanger: null,
    legalRequirement: false,
  },
  alternativesConsidered: 'Calling once more, and waiting until the morning.',
  reason: 'They are sixteen, alone tonight, and nobody has reached them since the afternoon.',
} as const satisfies Omit<Override, 'disclosures'>;
