import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.url(),
  VENDOR_URL: z.url(),
  PORT: z.coerce.number(),
});

/** What a peer's process is told. */
export const readPeerEnvironment = (): z.infer<typeof schema> => schema.parse(process.env);
export type PeerEnvironment = Readonly<Record<keyof z.input<typeof schema> | 'NODE_PATH', string>>;

/** As many as Heed's urgent worker has. */
export const databaseConnections = 20;
