import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * JSON lines on standard output. Nothing personal may be logged: log ids, enums and counts, never a request's body,
 * its authorisation, or a personal link's path.
 */
export function createLog(process: string, level: string): Log {
  return pino({ level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime });
}
