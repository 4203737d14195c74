import {
  atRiskKinds,
  type Capacity,
  capacityStates,
  clientAnswers,
  type DisclosureFacts,
  type MandateRules,
} from '../../workflows/urgent-care/mandate-facts';
import { immediacies, recipientNames, tiers } from '../../workflows/urgent-care/words';

/** Every combination of the facts there is: a finite number. */
export function* everyPattern(): Generator<DisclosureFacts> {
  for (const immediacy of immediacies)
    for (const answer of clientAnswers)
      for (const recipient of recipientNames)
        for (const tier of tiers)
          for (const state of capacityStates)
            for (const atRisk of atRiskKinds)
              for (const personInDanger of [null, ...recipientNames])
                for (let bits = 0; bits < 16; bits += 1)
                  yield {
                    immediacy,
                    answer,
                    recipient,
                    tier,
                    capacity: assessed(state),
                    atRisk,
                    personInDanger,
                    coercionEvidence: (bits & 1) > 0,
                    harmToOthers: (bits & 2) > 0,
                    planPermission: (bits & 4) > 0,
                    legalRequirement: (bits & 8) > 0,
                  };
}

/** With everything that an assessment records; `presumed` needs none. */
export const assessed = (state: Capacity['state']): Capacity =>
  state === 'presumed'
    ? { state, assessor: null, assessedAt: null, grounds: null }
    : { state, assessor: 'Dr Farrow', assessedAt: '2026-11-02T10:00:00Z', grounds: 'Could not say where they were.' };

/** Nothing is closed and direct care is on. */
export const everythingOpen: MandateRules = {
  directCareEnabled: true,
  appropriatePolicyDocument: { title: 'Appropriate policy document', approvedAt: '2026-01-12' },
  closedRows: [],
  nhsBody: false,
};
