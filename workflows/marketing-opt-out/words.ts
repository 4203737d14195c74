/** The domain's words for marketing, as values. domain.md §4, contract.md §6 */

/** How marketing reaches anybody: what a consent is for, and what an opt-out ends. */
export const marketingChannels = ['email', 'sms'] as const;
export type MarketingChannel = (typeof marketingChannels)[number];

/** Who says that somebody agreed: they themselves, or a list that was brought in. */
export const evidenceSources = ['person', 'import'] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

/** `breached`: a list had not confirmed in time, even if it has by now. */
export const optOutStatuses = ['under-way', 'complete', 'breached'] as const;
export type OptOutStatus = (typeof optOutStatuses)[number];

/** Where else addresses are kept to which marketing is sent. */
export const marketingListKinds = ['sendgrid-group', 'webhook'] as const;
export type MarketingListKind = (typeof marketingListKinds)[number];

/** Read back by us, or said by whoever keeps the list. */
export const confirmedHow = ['read-back', 'platform'] as const;
export type ConfirmedHow = (typeof confirmedHow)[number];
