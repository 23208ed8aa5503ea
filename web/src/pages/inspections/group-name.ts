/** What a group is called. */
import { groupName } from "../../../../domain/inspections/group-words.js";
import { useSay } from "../../i18n/index.js";

/** 第1组. */
export function useGroupName(): (id: string) => string {
  const say = useSay();
  return (id) => say(groupName(id));
}
