/** From what the store holds of a letter to what mail renders. The store's own type fits without a cast. */
import type { Instrument, PlanDate } from "../domain/plan.js";
import type { LetterModel, LetterRow } from "./letter-model.js";

interface StoredPost {
  readonly title: string;
  readonly unit: string | null;
}

interface StoredEntry {
  readonly item: string | null;
  readonly taskNo: number | null;
  readonly task: string;
  readonly milestone: string;
  readonly village: string | null;
  readonly township: string | null;
  readonly primaryUnit: string;
  readonly facts: LetterRow["facts"];
}

export interface StoredLetter {
  readonly planId: string;
  readonly planTitle: string;
  readonly planShortTitle: string;
  readonly rehearsal: boolean;
  readonly sampleRoster: boolean;
  readonly office: string;
  readonly instrument: Instrument;
  readonly planDay: PlanDate;
  readonly documentNo: string | null;
  readonly supplement: number;
  readonly person: { readonly name: string; readonly email?: string } | null;
  readonly sections: readonly {
    readonly role: "to" | "copy";
    readonly post: StoredPost;
    readonly fallbackFor: StoredPost | null;
    readonly upFrom: StoredPost | null;
    readonly entries: readonly StoredEntry[];
  }[];
}

export function letterModelOf(stored: StoredLetter): LetterModel {
  const { person, documentNo } = stored;
  return {
    plan: {
      id: stored.planId,
      title: stored.planTitle,
      shortTitle: stored.planShortTitle,
      rehearsal: stored.rehearsal,
      sampleData: stored.sampleRoster,
      officeName: stored.office,
    },
    instrument: stored.instrument,
    planDay: stored.planDay,
    ...(documentNo !== null && { documentNo }),
    supplement: stored.supplement,
    recipient:
      person === null
        ? { name: stored.sections[0]?.post.title ?? "" }
        : { name: person.name, ...(person.email !== undefined && { email: person.email }) },
    sections: stored.sections.map(({ role, post, fallbackFor, upFrom, entries }) => ({
      capacity: {
        role,
        postTitle: post.title,
        ...(post.unit !== null && { unitName: post.unit }),
        ...(fallbackFor !== null && { fallbackFor: fallbackFor.title }),
        ...(upFrom !== null && { upFrom: upFrom.title }),
      },
      rows: entries.map(rowOf),
    })),
  };
}

function rowOf({ item, taskNo, task, milestone, village, township, primaryUnit, facts }: StoredEntry): LetterRow {
  const { overdue, daysLeft, originalDeadline } = facts;
  return {
    itemId: item ?? "",
    taskNo: taskNo ?? 0,
    taskTitle: task,
    milestoneTitle: milestone,
    ...(village !== null && { village }),
    ...(township !== null && { township }),
    primaryUnitName: primaryUnit,
    deadline: String(facts.deadline ?? ""),
    ...(typeof originalDeadline === "string" && { originalDeadline }),
    ...(typeof overdue === "number" && { overdueWorkingDays: overdue }),
    ...(typeof daysLeft === "number" && { daysLeft }),
    status: String(facts.status ?? ""),
    facts,
  };
}
