import type { BenchStack } from '../stack';
import type { PersonsPart } from '../story/story';

/** One way of carrying urgent care cases out: something that takes a concern by HTTP and plays the story through. */
export interface Arm {
  readonly name: string;
  /** Starts its own processes, which then can be posted to. What it needs of databases it makes in the stack's. */
  start(stack: BenchStack): Promise<RunningArm>;
}

export interface RunningArm {
  readonly name: string;
  /** Its own processes (server, worker), without PostgreSQL, Temporal and the vendor. */
  processes(): readonly ArmProcess[];
  /**
   * POSTs the concern about this case's client (story/people.ts); each number is posted once. Resolves when the answer
   * says that it was accepted, rejects when it was not.
   */
  post(caseNumber: number): Promise<void>;
  /** POSTs what a person does next in the case. Resolves when it was accepted. */
  tell(caseNumber: number, part: PersonsPart): Promise<void>;
  /** How many of its cases have come to their end since it was started. */
  closedCases(): Promise<number>;
  /** Ends its processes. */
  stop(): Promise<void>;
}

export interface ArmProcess {
  readonly name: string;
  readonly pid: number;
}
