/** How every number of the benchmark begins. */
export const benchNumbers = '+999';

/**
 * Who takes part in a case, by its number. Nobody has these addresses: +999 is no country's, `.example` nobody's domain.
 * Each case has a client and a contact of its own; practitioners come back.
 */
export interface CasePeople {
  readonly clientName: string;
  readonly clientMobile: string;
  readonly clientEmail: string;
  readonly contactMobile: string;
  readonly practitionerMobile: string;
  readonly practitionerEmail: string;
}

/** So many share the cases: with fewer cases than that under way, a message to one of them belongs to one case. */
export const practitioners = 200;
export const practitionerOf = (caseNumber: number): number => caseNumber % practitioners;

export function peopleOf(caseNumber: number): CasePeople {
  const practitioner = practitionerOf(caseNumber);
  return {
    clientName: `Client ${caseNumber}`,
    clientMobile: `+9991${sixDigits(caseNumber)}`,
    clientEmail: `client-${caseNumber}@bench.example`,
    contactMobile: `+9992${sixDigits(caseNumber)}`,
    practitionerMobile: `+9993${sixDigits(practitioner)}`,
    practitionerEmail: `practitioner-${practitioner}@bench.example`,
  };
}

/** Somebody who signs up, by their number. */
export const newcomerOf = (newcomer: number) => ({
  lastName: `Newcomer ${newcomer}`,
  mobile: `+9997${sixDigits(newcomer)}`,
  email: `newcomer-${newcomer}@bench.example`,
});

const sixDigits = (value: number): string => String(value).padStart(6, '0');
