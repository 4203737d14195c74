import type { Say } from '../../local/say';
import type { BenchStack } from '../stack';

/** One thing that is measured. */
export interface Measurement {
  /** For `--only`. */
  readonly name: string;
  /** @throws when it could not be made; a target that is missed is a finding like any other */
  run(context: BenchContext): Promise<Finding>;
}

export interface BenchContext {
  readonly stack: BenchStack;
  readonly size: BenchSize;
  readonly say: Say;
}

/** How much is run: all of it for figures that are published, little while the benchmark itself is worked on. */
export interface BenchSize {
  readonly rounds: number;
  readonly casesPerRound: number;
  readonly warmUpCases: number;
  readonly openCases: readonly number[];
  readonly starts: number;
  /** How many retentions wait: few, and many. */
  readonly openRetentions: readonly [number, number];
  /** To how many a marketing message goes. */
  readonly mailed: number;
  /** How many cases are open while the console is looked at, how often each of its pages, and how many decisions are waited for. */
  readonly consoleCases: number;
  readonly consoleLooks: number;
  readonly decisionsSeen: number;
}

export const wholeSize: BenchSize = {
  rounds: 5,
  casesPerRound: 12,
  warmUpCases: 12,
  openCases: [100, 1_000],
  starts: 3,
  openRetentions: [1_000, 100_000],
  mailed: 10_000,
  consoleCases: 500,
  consoleLooks: 100,
  decisionsSeen: 20,
};

export const quickSize: BenchSize = {
  rounds: 2,
  casesPerRound: 8,
  warmUpCases: 8,
  openCases: [20, 40],
  starts: 1,
  openRetentions: [100, 1_000],
  mailed: 200,
  consoleCases: 40,
  consoleLooks: 10,
  decisionsSeen: 3,
};

/** What came of it, for people to read. */
export interface Finding {
  readonly title: string;
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
  /** How it was measured, in sentences. */
  readonly notes: readonly string[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Target {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}
