import { sameAddress } from '../inbox';
import type { Journal } from '../journal';
import type { Entry } from '../message';

/** The group that every sandbox has, as an account has those that were made in it by hand. */
export const sandboxGroup = { id: 22_481, name: 'News' } as const;

/** SendGrid's suppression groups (ASM): who wants no mail of a group. */
export interface SuppressionGroups {
  exists(groupId: number): boolean;
  /** In the order in which they were added. */
  members(groupId: number): readonly string[];
  /** Those of the addresses that are in the group, as they were asked for. */
  among(groupId: number, emails: readonly string[]): readonly string[];
  add(groupId: number, email: string): void;
  remove(groupId: number, email: string): void;
}

export function createSuppressionGroups(journal: Journal): SuppressionGroups {
  const suppressed: { readonly groupId: number; readonly email: string }[] = [];

  for (const entry of journal.past) if (entry.kind === 'group-suppressed') apply(entry);

  function apply({ groupId, email, out }: Extract<Entry, { readonly kind: 'group-suppressed' }>): void {
    const at = suppressed.findIndex((one) => one.groupId === groupId && sameAddress(one.email, email));
    if (out && at < 0) suppressed.push({ groupId, email });
    if (!out && at >= 0) suppressed.splice(at, 1);
  }
  function record(groupId: number, email: string, out: boolean): void {
    const entry = { kind: 'group-suppressed', groupId, email, out } as const;
    apply(entry);
    journal.append(entry);
  }
  const members = (groupId: number): readonly string[] =>
    suppressed.filter((one) => one.groupId === groupId).map(({ email }) => email);

  return {
    exists: (groupId) => groupId === sandboxGroup.id,
    members,
    among: (groupId, emails) => {
      const inGroup = members(groupId);
      return emails.filter((email) => inGroup.some((member) => sameAddress(member, email)));
    },
    add: (groupId, email) => record(groupId, email, true),
    remove: (groupId, email) => record(groupId, email, false),
  };
}
