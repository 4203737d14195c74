import type { StackClient } from '../stack-client';
import type { Stack } from '../stack-file';

/** One whole case, played by real HTTP against a running stack and told as it happens. */
export type Story = (http: StackClient, stack: Stack) => Promise<void>;
