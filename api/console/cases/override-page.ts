import { organisationOf } from '../../../records/people';
import { previewOverride } from '../../../records/urgent-care/preview-override';
import { recipientNames, tiers } from '../../../workflows/urgent-care/words';
import { judgedFacts } from '../../contract/mandates';
import { valid } from '../../http/validate';
import type { Asked, DeskPage } from '../frame/desk';
import { type Form, text, textIfAny, ticked } from '../frame/forms';
import { momentIn } from '../frame/moments';
import { cases, caseView } from './case-view';

/**
 * `/cases/{id}/override`: whom to tell without consent, on what facts, and why. What the table says is shown before
 * anything is proposed; what was filled in stays in the page until then. domain.md §3.4, §3.5
 */
export const overridePage: DeskPage = {
  path: '/cases/:caseId/override',
  template: 'cases/override',
  isGrave: true,
  fields: { disclosures: 'recipients' },
  view: async (asked) => ({
    ...(await caseView(asked)),
    recipientNames,
    tiers,
    step: stepOf(asked.given),
    preview: stepOf(asked.given) === 'words' ? await preview(asked) : null,
  }),
  isStep: (given) => {
    // What they judge is looked at when they go on from it: shown with its fault, it is all still there.
    if (text(given, 'go') === 'words') valid(judgedFacts, factsIn(given, anyPlace));
    return text(given, 'go') !== 'propose';
  },
  act: async (asked) => {
    const { work, caller, params, given } = asked;
    await cases.recordDecision(work, caller, {
      params,
      body: {
        kind: 'override',
        disclosures: disclosuresIn(given),
        row: Number(text(given, 'row')),
        facts: factsIn(given, (await organisationOf(work)).timeZone),
        alternativesConsidered: text(given, 'alternativesConsidered'),
        reason: text(given, 'reason'),
      },
    });
    return `/cases/${params['caseId']}`;
  },
};

type Step = 'whom' | 'facts' | 'words';

/** Where the form stands: nobody is asked why before it is known whom, and what the table says. */
function stepOf(given: Form): Step {
  if (disclosuresIn(given).length === 0) return 'whom';
  const go = text(given, 'go');
  if (go === 'whom' || go === 'facts') return go;
  return judgedFacts.safeParse(factsIn(given, anyPlace)).success ? 'words' : 'facts';
}

async function preview({ work, caller, params: { caseId = '' }, given }: Asked) {
  const { timeZone } = await organisationOf(work);
  return previewOverride(work, caller, caseId, {
    disclosures: disclosuresIn(given),
    facts: valid(judgedFacts, factsIn(given, timeZone)),
  });
}

/** Whoever is ticked, each with their own tier. */
const disclosuresIn = (given: Form) =>
  recipientNames
    .filter((recipient) => ticked(given, 'recipients').includes(recipient))
    .map((recipient) => ({
      recipient,
      tier: tiers.find((tier) => tier === text(given, `tier-${recipient}`)) ?? 'attention',
    }));

const factsIn = (given: Form, timeZone: string) => ({
  capacity: {
    state: text(given, 'capacity') || 'presumed',
    assessor: textIfAny(given, 'assessor'),
    assessedAt: momentIn(textIfAny(given, 'assessedAt'), timeZone),
    grounds: textIfAny(given, 'grounds'),
  },
  atRisk: text(given, 'atRisk') || 'no',
  coercionEvidence: text(given, 'coercionEvidence') === 'yes',
  harmToOthers: text(given, 'harmToOthers') === 'yes',
  personInDanger: textIfAny(given, 'personInDanger') ?? null,
  legalRequirement: text(given, 'legalRequirement') === 'yes',
});

/** Whether something is a moment does not hang on where it is one. */
const anyPlace = 'UTC';
