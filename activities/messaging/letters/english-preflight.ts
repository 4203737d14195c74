import { dayAndTime } from '../../../records/calendar/day-and-time';
import type { GapToTell, PreflightLetters } from '../../../records/preflight/letters';

/** The words of the preflight's notices in English. To staff, and yet no client is named: a phone lies on a table. */
export const englishPreflightLetters: PreflightLetters = {
  rotaGaps: (channel, { senderName, timeZone, gaps }) => {
    const [first] = gaps;
    const times = gaps.length === 1 ? 'one stretch' : `${gaps.length} stretches`;
    const news = `nobody is on call for ${times} of the next seven days`;
    const ask = 'Please fill the rota.';
    if (channel === 'sms') {
      const from = first ? `, from ${dayAndTime(first.from, timeZone)}` : '';
      return { subject: '', text: `${senderName}: ${news}${from}. ${ask}` };
    }
    const list = gaps.map((gap) => `- ${described(gap, timeZone)}`).join('\n');
    return {
      subject: 'Gaps in the on-call rota',
      text: ['Hello,', `In the on-call rota ${news}:`, list, ask, senderName].join('\n\n'),
    };
  },

  unreachableClients: (channel, { senderName, clients, treatedBy }) => {
    const who = treatedBy === 'reader' ? ofYours(clients) : `${counted(clients)} without a practitioner`;
    const news = `${who} could not be reached today if it were urgent`;
    const ask = 'Please see the reachability list and put it right.';
    if (channel === 'sms') return { subject: '', text: `${senderName}: ${news}. ${ask}` };
    return { subject: 'Please check how to reach people', text: ['Hello,', `${news}.`, ask, senderName].join('\n\n') };
  },
};

const counted = (clients: number): string => (clients === 1 ? 'one client' : `${clients} clients`);
const ofYours = (clients: number): string => (clients === 1 ? 'one of your clients' : `${clients} of your clients`);

const tierNames: Readonly<Record<GapToTell['tier'], string>> = {
  'duty-clinician': 'duty clinician',
  supervisor: 'supervisor',
};

const described = ({ tier, from, to }: GapToTell, timeZone: string): string =>
  `${tierNames[tier]}: ${dayAndTime(from, timeZone)} to ${dayAndTime(to, timeZone)}`;
