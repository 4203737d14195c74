import type { Acknowledgement } from '../../workflows/urgent-care/words';
import type { MessageStatus } from './vendor-codes';

export type Standing = 'no-mandate' | 'mandated' | 'withheld' | 'cancelled';

export const recipientStatuses = [
  'no-mandate',
  'withheld',
  'queued',
  'sent',
  'delivered',
  'opened',
  'acknowledged',
  'acting',
  'cannot',
  'failed',
  'cancelled',
] as const;
export type RecipientStatus = (typeof recipientStatuses)[number];

/**
 * Where one recipient stands, from what is on record: a person's answer counts most, then the message that got furthest,
 * then the mandate. Sent, delivered, opened, acknowledged and acting are five different facts. domain.md §3.7
 */
export function recipientStatus(
  standing: Standing,
  acknowledgement: Acknowledgement | null,
  messages: readonly MessageStatus[],
): RecipientStatus {
  if (acknowledgement !== null) return acknowledgement;
  for (const arrived of ['opened', 'delivered', 'sent'] as const) if (messages.includes(arrived)) return arrived;
  if (standing === 'withheld') return 'withheld';
  if (standing === 'cancelled') return 'cancelled';
  if (messages.includes('queued') || messages.includes('unknown')) return 'queued';
  if (messages.some((status) => status === 'failed-permanent' || status === 'failed-temporary')) return 'failed';
  return standing === 'mandated' ? 'queued' : 'no-mandate';
}
