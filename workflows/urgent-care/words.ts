/** The domain's words for urgent care, as values. domain.md §1 and §3, contract.md §3. */

export const immediacies = ['immediate', 'significant', 'watchful'] as const;
/** How soon a person must act, never how likely harm is. */
export type Immediacy = (typeof immediacies)[number];

export const recipientNames = ['gp', 'contact-1', 'contact-2', 'police', 'safeguarding-authority'] as const;
export type RecipientName = (typeof recipientNames)[number];
/** Those whom a client names in the urgent care plan. */
export const planRecipients = ['gp', 'contact-1', 'contact-2'] as const satisfies readonly RecipientName[];
export type PlanRecipient = (typeof planRecipients)[number];

/** Content tiers, least telling first. */
export const tiers = ['attention', 'concern', 'summary'] as const;
export type Tier = (typeof tiers)[number];

export const channels = ['sms', 'voice', 'email'] as const;
export type Channel = (typeof channels)[number];

export const caseStatuses = [
  'queued',
  'informing-client',
  'awaiting-client',
  'deciding',
  'awaiting-approval',
  'disclosing',
  'awaiting-acknowledgement',
  'nobody-acting',
  'aftercare',
  'closed',
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

export const outcomeKinds = [
  'someone-acting',
  'client-safe',
  'emergency-services',
  'transferred',
  'stood-down',
  'deceased',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

export const acknowledgements = ['acknowledged', 'acting', 'cannot'] as const;
export type Acknowledgement = (typeof acknowledgements)[number];

/** What a named person owes a case beside its story. */
export const taskKinds = ['call-back', 'tell-client', 'override-review', 'ask-client'] as const;
export type TaskKind = (typeof taskKinds)[number];

export const checkpointKinds = [
  'client-consent',
  'decision',
  'second-approval',
  'human-outcome',
  ...taskKinds,
] as const;
export type CheckpointKind = (typeof checkpointKinds)[number];

/** How a client's word reached us. */
export const heardVia = ['page', 'phone', 'in-person', 'platform'] as const;
export type HeardVia = (typeof heardVia)[number];

/** Milliseconds since 1970, as workflows count time. */
export type Instant = number;

export const isContact = (recipient: RecipientName): boolean => recipient === 'contact-1' || recipient === 'contact-2';
