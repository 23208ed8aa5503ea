/** What is wrong with groups, in words for whoever sets them: people, places and lines by their names. */
import type { Words } from "../language/words.js";
import type { GroupFault } from "./groups.js";

/** What ids are called. */
export interface GroupNames {
  readonly person: (id: string) => string;
  /** Of a visit: the name of its place. */
  readonly visit: (id: string) => string;
  readonly line: (key: string) => string;
}

/** 第1组: groups are called by their number, where their id is one. */
export function groupName(id: string): Words {
  const no = /^g(\d+)$/.exec(id)?.[1] ?? id;
  return { zh: `第${no}组`, en: `Group ${no}` };
}

export function groupFaultWords(fault: GroupFault, { person, visit, line }: GroupNames): Words {
  const { zh, en } = groupName(fault.group);
  switch (fault.kind) {
    case "tooFew":
      return { zh: `${zh}不足${fault.size}人。`, en: `${en} has fewer than ${fault.size} inspectors.` };
    case "leaderOutside":
      return { zh: `${zh}的组长须是本组成员。`, en: `${en}'s leader must be one of it.` };
    case "stranger":
      return {
        zh: `${zh}的${person(fault.person)}不在名册。`,
        en: `${en}: ${person(fault.person)} is not in the roster.`,
      };
    case "unknownVisit":
      return {
        zh: `${zh}承担的“${fault.visit}”不在本轮检查之列。`,
        en: `${en} has ${fault.visit}, which the round has not.`,
      };
    case "twice":
      return { zh: `${visit(fault.visit)}同时安排给两个组。`, en: `${visit(fault.visit)} is given to two groups.` };
    case "ownWork":
      return {
        zh: `${zh}的${person(fault.person)}属于${visit(fault.visit)}的被检查方，应当回避。`,
        en: `${en}: ${person(fault.person)} belongs to a unit that ${visit(fault.visit)} is about, and may not inspect it.`,
      };
    case "unjudged":
      return {
        zh: `${zh}成员都属于${visit(fault.visit)}“${line(fault.line)}”一项的整改单位，应当回避。`,
        en: `${en}: all belong to the unit that owes “${line(fault.line)}” at ${visit(fault.visit)}.`,
      };
  }
}
