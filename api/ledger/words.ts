/** A ledger row in plain words of both languages. The sentences on items are the report's own. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { RecordedRow } from "../../prisma/ledger/ledger-rows.js";
import { entryOfRow } from "../../rehearsal/report/story.js";
import { entry as englishEntry } from "../../rehearsal/report/story.en.js";
import { entry as chineseEntry } from "../../rehearsal/report/story.zh.js";
import type { PlanDocuments } from "../views/plan-view.js";
import type { Words } from "../http/schema-parts.js";
import { planRowWords } from "./plan-words.js";

export function rowWords(row: RecordedRow, day: PlanDate, plan: PlanDocuments): Words {
  if ("unknown" in row) return { zh: row.type, en: row.type };
  if (row.item === null) return planRowWords(row, plan.names, day);
  const told = entryOfRow(row, day, plan.names, plan.bundle.policy);
  return { zh: chineseEntry(told), en: englishEntry(told) };
}
