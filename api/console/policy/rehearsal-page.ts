import type { DeskPage } from '../frame/desk';
import { policyView } from './policy-view';
import { choiceOf, rehearsed } from './rehearse';

/** `/policy/rehearsal`: the policy in force, played against what people might do; nothing is sent. */
export const rehearsalPage: DeskPage = {
  path: '/policy/rehearsal',
  template: 'policy/rehearsal',
  view: async (asked) => ({ ...(await policyView(asked)), choice: choiceOf(asked.given) }),
  look: async (asked) => rehearsed(asked, (await policyView(asked)).policy),
};
