import type { PageKind } from '../../workflows/safety-conversation/rules';
import type { Letter, WrittenChannel } from '../urgent-care/letters';

/** A page about a safety answer. It names the sign-up by its code only: a phone lies on a table. */
export type SafetyPageLetter = (
  channel: WrittenChannel,
  facts: { readonly senderName: string; readonly code: string; readonly page: PageKind },
) => Letter;
