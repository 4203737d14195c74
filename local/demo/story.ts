import type { SkippedStack } from '../one-process/skipped-stack';
import type { StackClient } from '../stack-client';
import type { Stack } from '../stack-file';

/** As Story, on a small stack of its own whose time is skipped. */
export type SkippedStory = (stack: SkippedStack) => Promise<void>;

/** One whole case, played by real HTTP against a running stack and told as it happens. */
export type Story = (http: StackClient, stack: Stack) => Promise<void>;
