import type { SignUpNote, StaffAsk } from '../../workflows/sign-up/rules';
import type { Letter, Sender, ToClient, WrittenChannel } from '../urgent-care/letters';

interface NoteFacts extends ToClient {
  readonly note: SignUpNote;
  readonly link: string;
  /** Who is there for the client; null: nobody yet. */
  readonly practitionerName: string | null;
}

/** What staff are asked for in a sign-up; beside its own steps, to telephone a client to whom nothing can be written. */
export type SignUpAsk = StaffAsk | 'telephone';

/** What is written in a sign-up. The words themselves stand in activities/messaging/letters, one file a language. */
export interface SignUpLetters {
  /** To the client: what is asked of them, by their own link, or how it ended. */
  note(channel: WrittenChannel, facts: NoteFacts): Letter;
  /** To staff; names the sign-up by its code only. */
  ask(channel: WrittenChannel, facts: Sender & { readonly ask: SignUpAsk; readonly code: string }): Letter;
}
