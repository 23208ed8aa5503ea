/** 存量: what was running before the plan was taken over goes on from that day; nothing fires for the past. */
import { describe, expect, it } from "vitest";
import type { ExistingItem, RunningImport } from "../../../domain/items/existing.js";
import {
  applyRows,
  decideBatch,
  emptyTask,
  nextDue,
  openingRows,
  type TaskState,
} from "../../../domain/streams/task-stream.js";
import type { NewRow } from "../../../domain/ledger/record.js";
import { at, command, ruleSet, people, planned } from "../../support/small-plan.js";
import { said } from "../../support/events.js";

const DAY = "2021-07-20";
/** Due before the import, due after it, and not yet assigned. */
const items = [
  planned("past", "2021-06-30"),
  planned("ahead", "2021-09-30"),
  { ...planned("new", "2021-12-31"), assignOn: "2021-08-02" },
];

function opened(existing: Record<string, ExistingItem> = {}): { rows: NewRow[]; state: TaskState } {
  const imported: RunningImport = { day: DAY, existing };
  const versions = { policy: 1, calendar: 1 };
  const rows = openingRows({ no: 6, leadUnit: "lead" }, items, versions, at(DAY, "10:00"), { imported, ruleSet });
  return { rows, state: applyRows(emptyTask("task/6"), rows, ruleSet) };
}

/** Runs to the day, and tells what fired. */
function fired(state: TaskState, until: string): string[] {
  const told: string[] = [];
  let now = state;
  for (let due = nextDue(now); due !== null && due <= at(until, "23:59"); due = nextDue(now)) {
    const decided = decideBatch(now, [], due, ruleSet);
    for (const row of decided.rows)
      if (row.type !== "rungSkipped") told.push(`${row.type} ${row.item} ${String(said(row).rung ?? "")}`.trim());
    now = decided.state;
  }
  return told;
}

describe("a plan taken over in its course", () => {
  it("imports what was to be assigned before, and tells its unit once; the rest begins on its day", () => {
    const { rows } = opened();
    expect(
      rows.filter((row) => row.type === "imported").map((row) => [row.item, row.notices?.[0]?.instrument]),
    ).toEqual([
      ["past", "assignment"],
      ["ahead", "assignment"],
    ]);
    expect(opened().state.items.new?.status).toBe("registered");
  });

  it("fires nothing for the past, not even the mandatory escalation, and goes on with what lies ahead", () => {
    const told = fired(opened().state, "2021-10-18");
    expect(told.filter((line) => line.includes("past") && !line.includes("unsigned"))).toEqual([]);
    expect(told).toContain("rungFired ahead remind20");
    expect(told).toContain("rungFired ahead escalate");
  });

  it("keeps what is known of an item: its progress, its moved deadline, its end", () => {
    const { state, rows } = opened({
      past: { status: "closed", percent: 100, text: "2021年7月初已销号" },
      ahead: { status: "inProgress", percent: 60, deadline: "2021-10-31", text: "" },
    });
    expect(state.items.past).toBeUndefined();
    expect(rows.find((row) => row.type === "closed")?.item).toBe("past");
    expect(state.items.ahead).toMatchObject({
      status: "inProgress",
      percent: 60,
      deadline: "2021-10-31",
      originalDeadline: "2021-09-30",
    });
    // Not signed for anew: the unit has it in hand.
    expect(state.items.ahead?.signForRun).toBeNull();
    const report = command("report", people.clerk, "ahead");
    expect(decideBatch(state, [report], at("2021-08-02", "10:00"), ruleSet).outcomes[0]?.items).toEqual(["ahead"]);
  });

  it("whose date is read anew fires nothing for the time before it was taken over, and all that comes after", () => {
    const { state } = opened();
    const order = (deadline: string) =>
      decideBatch(state, [], at("2021-09-01", "10:00"), ruleSet, [
        {
          key: deadline,
          actor: people.office,
          order: { kind: "changeReading", milestone: "m", deadline, reason: "重新认定" },
        },
      ]).state;
    // The escalation of 2021-07-05 would have been due on 07-14, six days before the import.
    expect(fired(order("2021-07-05"), "2021-10-18").filter((line) => line.includes("past"))).toEqual([]);
    // That of 2021-07-20 fell due between import and new reading: it is never passed over.
    expect(fired(order("2021-07-20"), "2021-10-18")).toContain("rungFired past escalate");
  });

  it("a rehearsal takes over nothing: it begins with the plan", () => {
    const rows = openingRows({ no: 6, leadUnit: "lead" }, items, { policy: 1, calendar: 1 }, at("2021-04-12", "08:00"));
    expect(rows.map((row) => row.type)).toEqual(["streamOpened", "registered", "registered", "registered"]);
  });
});
