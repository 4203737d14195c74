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

/** What an organisation says how long it keeps: of its clients, and of those who only said that they may become one. */
export const scheduledCategories = [...retentionCategories, 'interests'] as const;
export type ScheduledCategory = (typeof scheduledCategories)[number];

/** What becomes of it when its time is over. */
export const disposals = ['erase', 'anonymise', 'keep'] as const;
export type Disposal = (typeof disposals)[number];

export type RetentionStanding = 'armed' | 'noticed' | 'carried-out' | 'cancelled' | 'superseded';
