import { weekdays } from '../../../workflows/shared/weekdays';
import { channels, recipientNames } from '../../../workflows/urgent-care/words';
import { policyBody, urgentCarePolicy } from '../../contract/policy';
import { permitByRole } from '../../http/permit';
import { valid } from '../../http/validate';
import type { DeskPage } from '../frame/desk';
import { type Form, text } from '../frame/forms';
import { basedOn, requireNotOvertaken, wasSent } from '../frame/overtaken';
import { formIn, formOf, policyIn, unitsOfTime } from './policy-form';
import { policies, policyView } from './policy-view';
import { differences, gpPart, stepsPart, timedParts } from './reading';
import { choiceOf, rehearsed } from './rehearse';

/**
 * `/policy/change`: a new policy is filled in, played before it holds, and saved once what changes was read. What was
 * filled in stays in the page until then.
 */
export const changePage: DeskPage = {
  path: '/policy/change',
  template: 'policy/change',
  view: async (asked) => {
    const { caller, given } = asked;
    permitByRole(caller, urgentCarePolicy.endpoints.savePolicy);
    const view = await policyView(asked);
    return {
      ...view,
      step: stepOf(given),
      basedOn: basedOn(given, view.inForce),
      filledIn: wasSent(given) ? formIn(given) : formOf(view.policy),
      choice: choiceOf(given),
      timedParts,
      stepsPart,
      gpPart,
      recipientNames,
      channels,
      weekdays,
      unitsOfTime,
    };
  },
  look: async (asked) => {
    const { given } = asked;
    if (staysInForm(given)) return {};
    const policy = valid(policyBody, policyIn(formIn(given)));
    if (text(given, 'go') === 'review') return { changes: differences((await policyView(asked)).policy, policy) };
    return rehearsed(asked, policy);
  },
  isStep: (given) => text(given, 'go') !== 'save',
  fields: (path) => path.replace(/^(steps\/\d+\/(?:recipients|channels)|gpHours\/days)\/\d+$/, '$1'),
  act: async ({ work, caller, given }) => {
    const saved = await policies.savePolicy(work, caller, { body: policyIn(formIn(given)) });
    requireNotOvertaken(saved, given, 'a policy');
    return '/policy';
  },
};

/** Filling in, playing what was filled in, and reading what changes: one after the other. */
type Step = 'write' | 'rehearse' | 'review';

function stepOf(given: Form): Step {
  if (staysInForm(given) || !policyBody.safeParse(policyIn(formIn(given))).success) return 'write';
  return text(given, 'go') === 'rehearse' ? 'rehearse' : 'review';
}

/** Nothing is played yet, and nothing saved: a step is added, or they go back to what they wrote. */
const staysInForm = (given: Form): boolean => !['rehearse', 'review', 'save'].includes(text(given, 'go'));
