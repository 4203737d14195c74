/** E.164: a plus, the country, the number. domain.md §7 */
const e164 = /^\+[1-9]\d{6,14}$/;
/** In the United Kingdom mobiles begin with 7: Ofcom, National Telephone Numbering Plan. */
const british = '+44';
const britishMobile = /^\+447\d{9}$/;

/** Whether an SMS can be sent there, as far as the number itself says. */
export const isMobileNumber = (number: string): boolean =>
  number.startsWith(british) ? britishMobile.test(number) : e164.test(number);
