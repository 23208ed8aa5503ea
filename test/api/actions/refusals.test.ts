/** What somebody reads of a refusal whose reason is the database's. */
import { expect, it } from "vitest";
import { refusalOf } from "../../../api/actions/refusals.js";

it("says the same in both languages of what cannot be recorded, and nothing of the database", () => {
  const reason = "Error: PostgreSQL refused the statement, SQLSTATE 23514, constraint ledger_check";
  const { code, zh, en } = refusalOf({ code: "unrecordable", reason }, "annotate", undefined, {});
  expect(code).toBe("unrecordable");
  expect(zh).toContain("未作任何记录");
  expect(en).toMatch(/nothing was recorded/);
  expect(`${zh}${en}`).not.toMatch(/SQL|constraint/i);
});
