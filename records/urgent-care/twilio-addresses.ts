/** Where Twilio reports to, below `/webhooks/twilio`: of an SMS, of a call, and which key was pressed on it. */
type Report = 'status' | 'calls/status' | 'calls/keys';

/** The organisation and the message travel in the URL, since a callback arrives before its organisation is known. */
export const twilioReportsTo = (
  publicUrl: string,
  report: Report,
  organisationId: string,
  dispatchId: string,
): string => `${publicUrl}/webhooks/twilio/${report}?organisation=${organisationId}&dispatch=${dispatchId}`;
