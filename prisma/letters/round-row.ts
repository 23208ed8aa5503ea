/** What a letter tells of a round of inspections, which is no item: its sentence was recorded whole. */
import { roundName } from "../../domain/inspections/round-name.js";
import type { LetterRow } from "../../domain/letters/letter-model.js";
import type { NoticeRow } from "./letter-rows.js";

export const isRoundNotice = ({ item_id, facts }: Pick<NoticeRow, "item_id" | "facts">): boolean =>
  item_id === null && typeof facts["round"] === "string";

export function roundRow({ facts }: Pick<NoticeRow, "facts">): LetterRow {
  return {
    itemId: "",
    taskNo: 0,
    taskTitle: "",
    milestoneTitle: `${roundName(String(facts["round"])).zh}检查`,
    primaryUnitName: "",
    deadline: "",
    status: "",
    matter: "inspection",
    facts,
  };
}
