/** What a message is for. Only marketing asks the suppression list, and only marketing can be stopped. domain.md §4 */
export type Purpose = 'urgent-care' | 'service' | 'legal' | 'marketing';
