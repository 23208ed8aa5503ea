/** 立项 while the plan runs, in the domain alone: which stream takes an item, and what is refused. */
import { describe, expect, it } from "vitest";
import type { OrderCommand, OrderMessage } from "../../../domain/streams/orders.js";
import type { NewItem, TaskStreamInfo } from "../../../domain/streams/streams.js";
import { applyPlanRows, decidePlan, emptyPlan, planOpeningRows } from "../../../domain/streams/plan-stream.js";
import { ownsItem, PLAN_STREAM, streamsAfter } from "../../../domain/streams/streams.js";
import { applyRows, decideBatch, emptyTask } from "../../../domain/streams/task-stream.js";
import { at, ruleSet, people, planned, Stream } from "../../support/small-plan.js";

const info = (stream: string, task: number, section: string | null, local = true): TaskStreamInfo => ({
  stream,
  task,
  section,
  title: `任务${task}`,
  milestones: ["m"],
  local,
});
const streams = [
  info("task/6", 6, null, false),
  info("task/7/town", 7, "town"),
  info("task/7/county", 7, "county", false),
];

const item = (id: string, task: number, deadline = "2021-12-31", township?: string): NewItem => ({
  ...planned(id, deadline, township === undefined ? "county" : "village"),
  ...(township === undefined ? {} : { township }),
  task,
  milestone: id.split("/")[0] ?? id,
  assignOn: "2021-09-01",
  policy: 1,
});

const order = (items: readonly NewItem[], reason = "专题会议"): OrderCommand => ({
  key: "meeting",
  actor: people.office,
  order: { kind: "registerItems", tasks: [{ no: 6, title: "任务6", leadUnit: "lead" }], items, reason },
});

describe("the stream of an item", () => {
  it("is its task's, or its section's of a task that is split; a new one where there is none", () => {
    const tasks = [{ no: 9, title: "任务9", leadUnit: "lead" }];
    const after = streamsAfter(
      streams,
      { tasks, items: [item("x1/a", 6, undefined, "town"), item("x2/a", 7, undefined, "new"), item("x3/a", 9)] },
      123,
    );
    expect(after.map(({ stream }) => stream)).toEqual([
      "task/6",
      "task/7/town",
      "task/7/county",
      "task/7/new",
      "task/9",
    ]);
    expect(after[0]).toMatchObject({ milestones: ["m", "x1"], local: true });
    expect(after[3]).toMatchObject({ section: "new", openedAt: 123 });
    expect(after[4]).toEqual({
      stream: "task/9",
      task: 9,
      section: null,
      title: "任务9",
      milestones: ["x3"],
      local: false,
      openedAt: 123,
    });
    for (const one of [
      item("a", 6),
      item("b", 7),
      item("c", 7, undefined, "town"),
      item("d", 7, undefined, "new"),
      item("e", 9),
    ])
      expect(
        after.filter(({ stream }) => ownsItem(stream, one)),
        one.id,
      ).toHaveLength(1);
  });
});

describe("the plan's stream", () => {
  const rows = planOpeningRows(streams, { policy: 1, calendar: 1 }, at("2021-04-12"));
  const opened = applyPlanRows(emptyPlan(PLAN_STREAM), rows, ruleSet);
  const decide = (command: OrderCommand) => decidePlan(opened, [command], at("2021-08-31"), ruleSet);

  it("sends an order to the streams that take its items, and knows the new ones from then on", () => {
    const { outcomes, messages, state } = decide(order([item("x1/a", 6), item("x3/a", 9)]));
    expect(outcomes[0]?.items).toEqual(["task/6", "task/9"]);
    expect(messages.map(({ to }) => to)).toEqual(["task/6", "task/9"]);
    expect(state.streams.map(({ stream }) => stream)).toContain("task/9");
  });

  it("refuses what can never be registered, and whoever is not the office", () => {
    const refusal = (command: OrderCommand): string | undefined => decide(command).outcomes[0]?.refused[0]?.code;
    expect(refusal(order([]))).toBe("badValue");
    expect(refusal(order([item("a", 6)], " "))).toBe("badValue");
    expect(refusal(order([item("a", 6), item("a", 6)]))).toBe("badValue");
    expect(refusal(order([item("a", 6, "2021-02-30")]))).toBe("badDate");
    expect(refusal(order([{ ...item("a", 6), policy: 9 }]))).toBe("badValue");
    expect(refusal({ ...order([item("a", 6)]), actor: people.clerk })).toBe("notYours");
    const documents = { kind: "changeDocuments", documents: [], reason: "x" } as const;
    expect(refusal({ key: "d", actor: people.office, order: documents })).toBe("badValue");
    const one = [{ kind: "roster", version: 2, sha256: "0" }];
    expect(refusal({ key: "d", actor: people.clerk, order: { ...documents, documents: one } })).toBe("notYours");
    expect(refusal({ key: "d", actor: people.office, order: { ...documents, documents: one } })).toBeUndefined();
  });
});

describe("a task's stream", () => {
  const message = (items: readonly NewItem[]): OrderMessage => order(items);

  it("registers what is its own, once, and refuses what came too late or is there", () => {
    const stream = new Stream([planned("a", "2021-12-31", "county")]);
    stream.runTo(at("2021-04-12"));
    const items = [item("b", 6), item("a", 6), item("late", 6, "2021-08-31"), item("c", 9)];
    const now = at("2021-08-31", "12:00");
    const { rows, state } = decideBatch(stream.state, [], now, ruleSet, [message(items)]);
    const applied = rows.find(({ type }) => type === "orderApplied");
    expect(applied?.payload).toEqual({
      order: "meeting",
      kind: "registerItems",
      items: 1,
      refused: [
        { item: "a", code: "illegalStep" },
        { item: "late", code: "badDate" },
      ],
    });
    expect(state.items.b).toMatchObject({ status: "registered", leadUnit: "lead", nextDue: at("2021-09-01") });
    // Registered once: the same again is refused, item by item.
    expect(decideBatch(state, [], now, ruleSet, [message(items)]).rows.map(({ type }) => type)).toEqual([
      "orderApplied",
    ]);
    expect(decideBatch(state, [], at("2021-09-01"), ruleSet).rows.map(({ type }) => type)).toEqual(["assigned"]);
    // What is recorded folds to the same.
    const all = [...stream.rows, ...rows].map((row, index) => ({ ...row, seq: index + 1 }));
    expect(applyRows(emptyTask("task/6"), all, ruleSet)).toEqual(state);
  });
});
