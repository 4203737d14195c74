import type { MarketingReplyTaken } from '../../records/marketing/take-sms';
import type { OrganisationFacts } from '../../records/people';
import type { AcknowledgementTaken } from '../../records/urgent-care/record-acknowledgement';
import { crisisLineForAnyone, notAnEmergencyService } from '../../workflows/shared/crisis-block';

/** How an SMS that came in is answered; null: not at all. Nothing in it says anything of anyone. */
export function replyText(
  taken: MarketingReplyTaken,
  {
    senderName,
    callbackNumber,
    openingHours,
  }: Pick<OrganisationFacts, 'senderName' | 'callbackNumber' | 'openingHours'>,
): string | null {
  switch (taken) {
    case 'thanked':
      return `${senderName}: thank you, we have your answer. Call us: ${callbackNumber}`;
    case 'late':
      return `${senderName}: thank you, we have your answer. You do not need to do anything more.`;
    case 'which-case':
      return `${senderName}: thank you. You have more than one message from us. Please reply again with the digit and the code in the message, such as 1 K7QX.`;
    case 'not-read':
      return `${senderName}: thank you. Nobody reads messages here just now. Please call us ${openingHours}: ${callbackNumber}. ${crisisLineForAnyone} ${notAnEmergencyService}`;
    case 'said-before':
      return null;
    case 'opted-out':
      return `${senderName}: we send you no more news by text message.`;
    case 'passed-on':
      return `${senderName}: thank you, a person will read this. We are here ${openingHours}: ${callbackNumber}. ${crisisLineForAnyone} ${notAnEmergencyService}`;
  }
}

/** How a key on a call is answered. */
export const spokenThanks: Readonly<Record<AcknowledgementTaken, string>> = {
  taken: 'Thank you, we have your answer. Goodbye.',
  late: 'Thank you, we have your answer. You do not need to do anything more. Goodbye.',
};
