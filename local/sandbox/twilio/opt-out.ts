/** Words by which Twilio itself stops or resumes what comes from the number that they were sent to. */
const stopWords = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const startWords = ['START', 'YES', 'UNSTOP'];

/** What the sender of this text wants of that number; undefined: it is none of Twilio's words. */
export function optOutIn(text: string): { readonly out: boolean; readonly answer: string } | undefined {
  const word = text.trim().toUpperCase();
  if (stopWords.includes(word)) {
    return { out: true, answer: 'You have successfully been unsubscribed. Reply START to resubscribe.' };
  }
  if (startWords.includes(word)) {
    return { out: false, answer: 'You have successfully been re-subscribed. Reply STOP to unsubscribe.' };
  }
  return undefined;
}
