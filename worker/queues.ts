/**
 * Each queue has its own worker and slots, so that a mailing cannot delay a crisis. An activity holds a database
 * connection only during its transactions, so that half as many connections as activities serve. `niceness`: on a machine
 * that they share, the operating system serves the others first; 0 to 19.
 */
export const slots = {
  urgent: { activities: 40, connections: 20, niceness: 0 },
  standard: { activities: 20, connections: 10, niceness: 0 },
  bulk: { activities: 3, connections: 2, niceness: 10 },
} as const;
export type Queue = keyof typeof slots;

export const isQueue = (name: string | undefined): name is Queue => name !== undefined && name in slots;
