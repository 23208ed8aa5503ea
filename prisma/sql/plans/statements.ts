/** Statements on plans and their documents. */
import type { ExistingItem } from "../../../domain/items/existing.js";
import type { Actor } from "../../../domain/ledger/record.js";
import { PlanMode } from "../../generated/enums.js";
import { bool, int4, int8, jsonb, nullable, oneOf, text, texts, timestamptz } from "../columns.js";
import { statement } from "../statement.js";

export const planHeads = statement("plans/plan-heads", {
  plannedOnce: true,
  params: { plans: texts() },
  rows: {
    id: text(),
    slug: text(),
    title: text(),
    mode: oneOf("plan_mode", Object.values(PlanMode)),
    scenario: nullable(text()),
    seed: nullable(int4()),
    openedAt: int8(),
    createdAt: timestamptz(),
    ended: bool(),
    clock: nullable(jsonb<{ readonly version: number; readonly now: number }>()),
    streams: jsonb<readonly { readonly stream: string; readonly seq: number; readonly nextDue: number | null }[]>(),
    documents: text(),
  },
});

export const documentVersions = statement("plans/document-versions", {
  params: { planId: text() },
  rows: { versions: text() },
});

export const planFacts = statement("plans/plan-facts", {
  params: { plans: texts() },
  rows: {
    plan: text(),
    kind: text<"plan" | "roster">(),
    offsetMinutes: nullable(text()),
    sample: nullable(text()),
  },
});

export const documentHeads = statement("plans/document-heads", {
  params: { planId: text() },
  rows: {
    kind: text<"plan" | "roster" | "policy" | "calendar">(),
    version: int4(),
    createdAt: timestamptz(),
    at: nullable(int8()),
    actor: nullable(jsonb<Actor>()),
    reason: nullable(text()),
    sha256: nullable(text()),
  },
});

export const readDocuments = statement("plans/read-documents", {
  params: { planId: text() },
  rows: { kind: text<"plan" | "roster" | "policy" | "calendar">(), version: int4(), content: jsonb<unknown>() },
});

export const readExisting = statement("plans/read-existing", {
  params: { planId: text() },
  rows: { content: jsonb<Readonly<Record<string, ExistingItem>>>() },
});
