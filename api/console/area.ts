import type { Role } from '../../records/caller';
import type { DeskFile, DeskPage } from './frame/desk';
import type { FormWords } from './frame/refusal';

/** A part of the console. Whom it is for finds its first page in the head of every page. */
export interface Area {
  /** Where its pages begin: `/cases`. */
  readonly at: string;
  /** What its link says. */
  readonly name: string;
  /** Whose work it is. What each of them may see there is said by what it reads. */
  readonly isFor: readonly Role[];
  /** What its pages say of a form that was refused, in words of their own. */
  readonly forms?: FormWords;
  readonly pages: readonly (DeskPage | DeskFile)[];
}

/** Whether an address is that of a part, or of a page of it. Everything is below `/`, which is a page of its own. */
export const isUnder = (beginning: string, address: string): boolean =>
  address === beginning || (beginning !== '/' && address.startsWith(`${beginning}/`));
