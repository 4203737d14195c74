/** The stand-ins let anyone read every message and sign in as anyone: they must never run beside real clients. */
export function refuseInProduction(what: string): void {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error(`${what} refuses to start: NODE_ENV is production, and it is for development and tests only.`);
  }
}
