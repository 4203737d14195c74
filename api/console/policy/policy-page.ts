import type { DeskPage } from '../frame/desk';
import { policyInWords } from './policy-view';

/** `/policy`: what the organisation has settled, in words. */
export const policyPage: DeskPage = { path: '/policy', template: 'policy/policy', view: policyInWords };
