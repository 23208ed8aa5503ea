/** What is said of a cell that is not as it should be, and how the grid's columns are called: the one list, for page, workbook and API. */
import type { Words } from "../language/words.js";
import { type Column, type Mistake, MOST_IN_CELL } from "./answers.js";

export const COLUMN_WORDS: Readonly<Record<Column, Words>> = {
  progress: { zh: "进展", en: "Progress" },
  measure: { zh: "工作措施", en: "Measure" },
  problem: { zh: "存在问题", en: "Problem" },
  nextStep: { zh: "下一步打算", en: "Next step" },
  leader: { zh: "责任领导", en: "Responsible leader" },
  person: { zh: "责任人", en: "Responsible person" },
  phone: { zh: "联系电话", en: "Telephone" },
  coordinate: { zh: "需协调事项", en: "To coordinate" },
};

/** `total`: of a measured item what its figure is counted against. */
export function mistakeWords({ column, code }: Pick<Mistake, "column" | "code">, total?: number): Words {
  const { zh, en } = COLUMN_WORDS[column];
  switch (code) {
    case "missing":
      return { zh: `请填写${zh}`, en: `${en} is missing` };
    case "notNumber":
      return { zh: `${zh}须为数字，如60`, en: `${en} must be a number, e.g. 60` };
    case "outOfRange":
      return total === undefined
        ? { zh: `${zh}须在0至100之间`, en: `${en} must be from 0 to 100` }
        : { zh: `完成量不能超过总任务量${total}`, en: `No more than the total of ${total} can be done` };
    case "tooLong":
      return { zh: `${zh}不超过${MOST_IN_CELL[column]}字`, en: `${en} has at most ${MOST_IN_CELL[column]} characters` };
    case "unfit":
      return { zh: `${zh}含有不可见字符，请重新录入`, en: `${en} holds characters that are not seen: type it anew` };
    case "phone":
      return { zh: "请填写电话号码，如0951-1234567", en: "Write a telephone number, e.g. 0951-1234567" };
    case "notAsked":
      return { zh: "此格不需填报，请清空", en: "Nothing is asked here: empty it" };
  }
}
