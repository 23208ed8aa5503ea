/** Groups while they are being changed: what is shown, and what is sent (POST …/groups). */
import type { Round } from "../../api/types.js";

export interface DraftMember {
  readonly person: string;
  readonly post: string;
  readonly unit: string;
  /** For the reader: the person with their unit. */
  readonly label: string;
}

export interface DraftGroup {
  readonly id: string;
  readonly leader: string;
  readonly members: readonly DraftMember[];
}

export interface Draft {
  readonly groups: readonly DraftGroup[];
  /** By visit the group that makes it; none: nobody yet. */
  readonly of: Readonly<Record<string, string>>;
}

export const draftOf = ({ groups, plannedVisits }: Pick<Round, "groups" | "plannedVisits">): Draft => ({
  groups: groups.map(({ id, leader, members }) => ({
    id,
    leader: leader.id,
    members: members.map(({ person, post, unit }) => ({
      person: person.id,
      post,
      unit: unit.id,
      label: `${person.name} ${unit.name}`,
    })),
  })),
  of: Object.fromEntries(plannedVisits.flatMap(({ visit, group }) => (group === null ? [] : [[visit, group]]))),
});

/** A name that no group has yet. */
function freshId(groups: readonly DraftGroup[]): string {
  const taken = new Set(groups.map(({ id }) => id));
  let no = groups.length + 1;
  while (taken.has(`g${no}`)) no++;
  return `g${no}`;
}

export const withGroup = (draft: Draft): Draft => ({
  ...draft,
  groups: [...draft.groups, { id: freshId(draft.groups), leader: "", members: [] }],
});

const changed = (draft: Draft, id: string, change: (group: DraftGroup) => DraftGroup): Draft => ({
  ...draft,
  groups: draft.groups.map((group) => (group.id === id ? change(group) : group)),
});

/** The first to come leads until another is named. Nobody is twice in a group. */
export const withMember = (draft: Draft, id: string, member: DraftMember): Draft =>
  changed(draft, id, (group) =>
    group.members.some(({ person }) => person === member.person)
      ? group
      : { ...group, leader: group.leader || member.person, members: [...group.members, member] },
  );

export const withoutMember = (draft: Draft, id: string, person: string): Draft =>
  changed(draft, id, (group) => {
    const members = group.members.filter((one) => one.person !== person);
    return { ...group, members, leader: group.leader === person ? (members[0]?.person ?? "") : group.leader };
  });

export const ledBy = (draft: Draft, id: string, leader: string): Draft =>
  changed(draft, id, (one) => ({ ...one, leader }));

export function givenTo(draft: Draft, visit: string, group: string): Draft {
  const { [visit]: _before, ...rest } = draft.of;
  return { ...draft, of: group === "" ? rest : { ...rest, [visit]: group } };
}

/** What is sent; groups without anybody are left out. */
export const bodyOf = ({ groups, of }: Draft, reason: string) => ({
  groups: groups
    .filter(({ members }) => members.length > 0)
    .map(({ id, leader, members }) => ({
      id,
      leader,
      members: members.map(({ person, post, unit }) => ({ person, post, unit })),
      visits: Object.keys(of).filter((visit) => of[visit] === id),
    })),
  reason,
});
