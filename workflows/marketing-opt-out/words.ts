/** The domain's words for marketing, as values. domain.md §4, contract.md §6 */

/** How marketing reaches anybody: what a consent is for, and what an opt-out ends. */
export const marketingChannels = ['email', 'sms'] as const;
export type MarketingChannel = (typeof marketingChannels)[number];

/** Who says that somebody agreed: they themselves, or a list that was brought in. */
export const evidenceSources = ['person', 'import'] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

/** `breached`: a list had not confirmed in time, even if it has by now. */
export type OptOutStatus = 'under-way' | 'complete' | 'breached';

/** Where else addresses are kept to which marketing is sent. */
export type MarketingListKind = 'sendgrid-group' | 'webhook';

/** Read back by us, or said by whoever keeps the list. */
export type ConfirmedHow = 'read-back' | 'platform';
