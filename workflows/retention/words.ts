/** The domain's words for retention, as values. domain.md §5, contract.md §6. */

/** What is kept of a client, by what it is for. */
export const retentionCategories = [
  'account',
  'assessment',
  'coursework',
  'notes',
  'feedback',
  'discharge',
  'plan',
  'messages',
  'cases',
  'consent-forms',
] as const;
export type RetentionCategory = (typeof retentionCategories)[number];
