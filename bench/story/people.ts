/**
 * Who takes part in a case, by its number. Nobody has these addresses: +999 is no country's, `.example` nobody's domain.
 * A client, their contact and their practitioner come back in later cases; never in two that run at the same time.
 */
export interface CasePeople {
  readonly clientName: string;
  readonly clientMobile: string;
  readonly clientEmail: string;
  readonly contactMobile: string;
  readonly practitionerMobile: string;
  readonly practitionerEmail: string;
}

/** So many practitioners share the clients. More cases than that must not run at once. */
export const practitioners = 200;

export const clientOf = (caseNumber: number, clients: number): number => caseNumber % clients;
export const practitionerOf = (client: number): number => client % practitioners;

export function peopleOf(client: number): CasePeople {
  const practitioner = practitionerOf(client);
  return {
    clientName: `Client ${client}`,
    clientMobile: `+9991${sixDigits(client)}`,
    clientEmail: `client-${client}@bench.example`,
    contactMobile: `+9992${sixDigits(client)}`,
    practitionerMobile: `+9993${sixDigits(practitioner)}`,
    practitionerEmail: `practitioner-${practitioner}@bench.example`,
  };
}

const sixDigits = (value: number): string => String(value).padStart(6, '0');
