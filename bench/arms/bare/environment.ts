import { z } from 'zod';

const schema = z.object({
  TEMPORAL_ADDRESS: z.string(),
  TEMPORAL_NAMESPACE: z.string(),
  VENDOR_URL: z.url(),
  WORKFLOW_BUNDLE: z.string(),
  PORT: z.coerce.number(),
});

/** What the processes of the bare arm are told. */
export const readBareEnvironment = (): z.infer<typeof schema> => schema.parse(process.env);
export type BareEnvironment = Readonly<Record<keyof z.input<typeof schema>, string>>;

export const bareQueue = 'bare';
export const bareWorkflowId = (caseNumber: number): string => `bare/${caseNumber}`;
