import type { Arm } from '../arms/arm';

/** Others that could carry urgent care, with the same sends. */
export const peers: readonly Arm[] = [];
