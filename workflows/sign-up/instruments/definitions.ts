import { type Instrument, instruments } from '../words';
import { core10 } from './core-10';
import type { Definition } from './definition';
import { gad7 } from './gad-7';
import { phq9 } from './phq-9';

export const definitionOf: Readonly<Record<Instrument, Definition>> = {
  'PHQ-9': phq9,
  'GAD-7': gad7,
  'CORE-10': core10,
};

/** In the order in which they are asked. */
export const definitions: readonly Definition[] = instruments.map((instrument) => definitionOf[instrument]);
