/** What a message is for. Only marketing asks the suppression list, and only marketing can be stopped. domain.md §4 */
export const purposes = ['urgent-care', 'service', 'legal', 'marketing'] as const;
export type Purpose = (typeof purposes)[number];
