/** A ledger row in plain words of both languages. */
import type { PlanDate } from "../../domain/plan/plan.js";
import { planRowWords } from "../../domain/story/plan-sentences.js";
import { inTheLedger } from "../../domain/story/stream-words.js";
import { sentenceEn } from "../../domain/story/sentences.en.js";
import { sentenceZh } from "../../domain/story/sentences.zh.js";
import { toldEvent } from "../../domain/story/told-event.js";
import type { RecordedRow } from "../../prisma/ledger/ledger-rows.js";
import type { PlanDocuments } from "../views/plan-view.js";
import type { Words } from "../http/schema-parts.js";

/** An event of a release newer than this one has no words yet: it is named as the ledger names it. */
export function rowWords(row: RecordedRow, day: PlanDate, plan: PlanDocuments): Words {
  if ("unknown" in row) return { zh: row.type, en: row.type };
  if (row.item === null) return inTheLedger(planRowWords(row, plan.names, day), row, plan.names);
  const told = toldEvent(row, day, plan.names, plan.bundle.policy);
  return { zh: sentenceZh(told), en: sentenceEn(told) };
}
