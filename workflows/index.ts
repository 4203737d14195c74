/** Every workflow that a worker can run. */
export { erasure } from './erasure/workflow';
export { marketingMessage } from './marketing-message/workflow';
export { marketingOptOut } from './marketing-opt-out/workflow';
export { preflight } from './preflight/workflow';
export { retention } from './retention/workflow';
export { retentionReconciliation } from './retention-reconciliation/workflow';
export { safetyConversation } from './safety-conversation/workflow';
export { signUp } from './sign-up/workflow';
export { staffNotice } from './staff-notice/workflow';
export { urgentCare } from './urgent-care/workflow';
