/** The question that only the client can answer, set at sign-up. domain.md §3.2, contract.md §3 */

/** So many wrong answers close the link. */
export const wrongAnswersThatCloseALink = 5;

/** Whether the answer is the client's, however they typed it: width, case, spaces and punctuation do not count. */
export function isClientsAnswer(given: string, known: string): boolean {
  const answer = bare(given);
  return answer !== '' && answer === bare(known);
}

// Upper case last: so "ß", "ẞ" and "ss" fold into the same.
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .replaceAll(/[\p{White_Space}\p{P}]/gu, '');
