/** What a letter tells of a month's request, which is no item: its sentence was recorded whole. */
import { monthIn } from "../../domain/language/dates.js";
import type { LetterRow } from "../../domain/letters/letter-model.js";
import type { NoticeRow } from "./letter-rows.js";

export const isMonthNotice = ({ item_id, facts }: Pick<NoticeRow, "item_id" | "facts">): boolean =>
  item_id === null && typeof facts["month"] === "string";

export function monthRow({ facts }: Pick<NoticeRow, "facts">): LetterRow {
  return {
    itemId: "",
    taskNo: 0,
    taskTitle: "",
    milestoneTitle: `${monthIn("zh", String(facts["month"]))}工作进展`,
    primaryUnitName: "",
    deadline: "",
    status: "",
    matter: "month",
    facts,
  };
}
