import type { RetentionNoticeLetter } from '../../../records/retention/letters';
import type { Language } from './language';
import { crisisIn } from './letters-in';
import { rendered } from './template';

/** The letter that tells a client when their data goes, in one language. */
export const retentionNoticeIn =
  (language: Language): RetentionNoticeLetter =>
  (channel, { goesAt, timeZone, somethingStays, ...facts }) =>
    rendered(language.templates['retention-notice'], channel, {
      senderName: facts.senderName,
      callbackNumber: facts.callbackNumber,
      link: facts.link,
      what: somethingStays ? language.kept.some : language.kept.all,
      date: new Intl.DateTimeFormat(language.tag, { timeZone, dateStyle: 'long' }).format(goesAt),
      crisis: crisisIn(language, channel, facts),
    });
