import { z } from 'zod';
import type { DemoDescription } from '../prisma/seed';
import type { Tokens } from './demo-people';
import { readJsonFile } from './json-file';
import { PlainFailure } from './plain-failure';

type WithTokens<T> = T & { readonly tokens?: Tokens };

/** What a script needs to know of a running stack. contract.md §1. */
export interface Stack {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** As the owner of the database, who sees every organisation. */
  readonly databaseUrl: string;
  readonly processes: StackProcesses;
  readonly organisation: WithTokens<DemoDescription['organisation']>;
  readonly otherOrganisation: WithTokens<DemoDescription['otherOrganisation']>;
}

/** Process numbers; a server that is not ours, or that is just being started again, has none. */
export interface StackProcesses {
  readonly api?: number;
  readonly workers: readonly number[];
  readonly temporal?: number;
  readonly postgres?: number;
  readonly sandbox?: number;
}

const connectionSchema = z.object({ temporalAddress: z.string(), temporalNamespace: z.string() });

/** Where the running stack's Temporal server is. Fails with a sentence when no stack has been started. */
export function temporalOfStack(file: string): z.infer<typeof connectionSchema> {
  const stack = connectionSchema.safeParse(readJsonFile(file));
  if (stack.success) return stack.data;
  throw new PlainFailure(`There is no ${file}: start the stack first (npm start).`);
}
