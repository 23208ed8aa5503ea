/** Rows of a register's stream in sentences of both languages. No cell is told here: rows are read at the register, by who may. */
import type { EventOf, RegisterEventType } from "../ledger/events.js";
import type { Words } from "../language/words.js";

type RegisterSentence<T extends RegisterEventType> = (row: EventOf<T>) => Words;

const both = (zh: string, en: string): Words => ({ zh, en });
const because = (reason: string | undefined): Words =>
  reason === undefined || reason === "" ? both("", "") : both(`：${reason}`, `: ${reason}`);

export const REGISTER_SENTENCES: { readonly [T in RegisterEventType]: RegisterSentence<T> } = {
  registerOpened: () => both("建立台账", "The register was opened"),
  registerRowsChanged: ({ payload: { changes, part, parts, from, reason } }) => {
    const count = (kind: string): number => changes.filter((change) => change.kind === kind).length;
    const [added, changed, removed] = [count("added"), count("changed"), count("removed")];
    const said = because(reason);
    const [zhPart, enPart] =
      parts > 1 ? [`（第${part}部分，共${parts}部分）`, ` (part ${part} of ${parts})`] : ["", ""];
    return both(
      `${from === "workbook" ? "导入" : "更新"}台账：新增${added}行、修改${changed}行、删除${removed}行${zhPart}${said.zh}`,
      `${from === "workbook" ? "Imported" : "Changed"}: ${added} rows added, ${changed} changed, ${removed} removed${enPart}${said.en}`,
    );
  },
  figureFixed: ({ payload: { figure, method, version, total, reason } }) =>
    both(
      `${version > 1 ? "更正" : "核定"}指标“${figure}”的计算口径（${method}）${total === null ? "" : `，总量${total}`}：${reason}`,
      `The figure ${figure} is ${version > 1 ? "now " : ""}computed by ${method}${total === null ? "" : `, of a total of ${total}`}: ${reason}`,
    ),
  figuresMoved: ({ payload: { figures } }) =>
    both(`由台账计算的指标变动${figures.length}项`, `${figures.length} figures followed from the register`),
};
