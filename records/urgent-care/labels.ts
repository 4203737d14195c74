import { isContact, type PlanRecipient, type RecipientName, type Tier, tiers } from '../../workflows/urgent-care/words';

/** How people read the recipients and tiers, in the timeline and in messages. */
export const recipientLabels: Readonly<Record<RecipientName, string>> = {
  gp: 'the GP',
  'contact-1': 'the first contact',
  'contact-2': 'the second contact',
  police: 'the police',
  'safeguarding-authority': 'the safeguarding authority',
};

/** The same, said to the client. Nobody's name: who only holds the client's phone must not read who they are. */
export const recipientLabelsForClient: Readonly<Record<RecipientName, string>> = {
  ...recipientLabels,
  gp: 'your GP',
  'contact-1': 'your first contact',
  'contact-2': 'your second contact',
};

export const tierLabels: Readonly<Record<Tier, string>> = {
  attention: 'only that they please call',
  concern: 'that there is concern for their wellbeing',
  summary: 'a summary of what happened',
};

/** What somebody can be told at all: a contact is never told a summary. domain.md §1 */
export const tiersFor = (recipient: RecipientName): readonly Tier[] =>
  isContact(recipient) ? tiers.filter((tier) => tier !== 'summary') : tiers;

/** Each tier, as the client says it in their plan. */
const tellThemInClientsWords = (tier: Tier): string => `tell them ${tierLabels[tier].replaceAll('their', 'my')}`;

/** What the client agrees to in their plan, in their own words; null: that somebody is told nothing. */
export function permissionWords(of: PlanRecipient, when: 'now' | 'emergency', tier: Tier | null): string {
  const whom = recipientLabelsForClient[of].replace('your', 'my');
  const condition = when === 'now' ? 'If you are concerned for me' : 'If I cannot be asked in an emergency';
  if (tier === null) return `${condition}, do not tell ${whom} anything.`;
  return `${condition}, you may contact ${whom} and ${tellThemInClientsWords(tier)}.`;
}

/** On what a disclosure without an override rests. */
export const bases = {
  consent: 'the client agreed',
  permission: "the client's plan permits it in an emergency",
} as const;

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const labelled = (recipients: readonly RecipientName[]): string =>
  listed(recipients.map((recipient) => recipientLabels[recipient]));
