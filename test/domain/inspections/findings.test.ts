/** What a round finds, on the tasks' own streams: one finding of a place, a line and a cause, however often it is found. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Command } from "../../../domain/items/commands.js";
import { higher } from "../../../domain/items/finding-state.js";
import { isOpen, type ItemState } from "../../../domain/items/work-item.js";
import type { ToldFinding } from "../../../domain/ledger/inspection-events.js";
import type { Actor, NewRow } from "../../../domain/ledger/record.js";
import { directoryOf } from "../../../domain/people/directory.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { RuleSet } from "../../../domain/plan/rule-set.js";
import type { FindingTold, FindingUndone } from "../../../domain/streams/message-body.js";
import { applyRows, decideBatch, emptyTask, openingRows, type TaskState } from "../../../domain/streams/task-stream.js";
import { seedBundle } from "../../plans/seed.js";
import { rulesOf } from "./played.js";

let bundle: PlanBundle;
let ruleSet: RuleSet;
beforeAll(async () => {
  bundle = await seedBundle();
  ruleSet = rulesOf(bundle);
});

const at = (day: string): number => instantAt(day, "10:00", 480);
const ACTOR: Actor = { person: "p-leader", post: "zhujianju-desk", unit: "zhujianju" };
const LINE = "t07-works";
const PROOF = ["photo"];

/** A task's stream by hand. */
class Stream {
  state: TaskState;
  readonly rows: NewRow[] = [];
  private keys = 0;

  constructor() {
    const opened = openingRows(
      { no: 7, leadUnit: "zhujianju" },
      [],
      { policy: 1, calendar: bundle.calendar.version },
      at("2021-06-08"),
    );
    this.state = applyRows(emptyTask("task/7"), opened, ruleSet);
  }

  get items(): ItemState[] {
    return [...Object.values(this.state.items), ...Object.values(this.state.ended)];
  }

  item(place = "v001", cause = "funds"): ItemState {
    const found = this.items.find(({ id }) => id === `zg-${LINE}-${cause}/${place}`);
    if (!found) throw new Error(`no finding at ${place}`);
    return found;
  }

  private decide(now: number, commands: Command[], messages: (FindingTold | FindingUndone)[]) {
    const decided = decideBatch(this.state, commands, now, ruleSet, messages);
    this.rows.push(...decided.rows);
    this.state = decided.state;
    // What is folded again from the rows alone is the same.
    return decided;
  }

  found(day: string, more: Partial<ToldFinding> = {}, round = "2021H1"): void {
    const told: ToldFinding = {
      to: "task/7",
      place: {
        kind: "village",
        id: "v001",
        township: bundle.roster.villages.find(({ id }) => id === "v001")?.township ?? "",
      },
      task: 7,
      line: LINE,
      cause: "funds",
      severity: "minor",
      text: "实事未办成",
      photos: [],
      contradicts: false,
      row: ++this.keys,
      unit: "zhujianju",
      leadUnit: "zhujianju",
      policy: 1,
      systemic: [],
      ...more,
    };
    const key = `inspection/${round}/${told.place.id}/${this.keys}`;
    this.decide(at(day), [], [{ kind: "finding", key, actor: ACTOR, round, visit: `village-${told.place.id}`, told }]);
  }

  withdraw(day: string, row: number, place = "v001", round = "2021H1"): void {
    const undone = { to: "task/7", item: this.item(place).id, row };
    const key = `inspection/${round}/objection/${++this.keys}`;
    this.decide(
      at(day),
      [],
      [{ kind: "findingWithdrawn", key, actor: ACTOR, round, visit: `village-${place}`, undone, reason: "现场已整改" }],
    );
  }

  act(day: string, kind: string, unit: string, more: object = {}, place = "v001"): string | null {
    const actor = { person: `p-${unit}`, post: `${unit}-desk`, unit };
    const command = {
      kind,
      key: `c${++this.keys}`,
      actor,
      items: [this.item(place).id],
      ...more,
    } as unknown as Command;
    return this.decide(at(day), [command], []).outcomes[0]?.refused[0]?.code ?? null;
  }

  /** Reported, verified by another and closed: 销号. */
  close(day: string, place = "v001"): void {
    for (const [kind, unit, more] of [
      ["signFor", "zhujianju", {}],
      ["report", "zhujianju", { text: "已整改", evidence: PROOF }],
      ["verify", "fupinban", { text: "属实" }],
      ["closeOut", "fupinban", { text: "销号" }],
    ] as const) {
      if (kind === "signFor" && this.item(place).status !== "assigned") continue;
      const refused = this.act(day, kind, unit, more, place);
      if (refused !== null) throw new Error(`${kind}: ${refused}`);
    }
  }
}

describe("a finding", () => {
  it("is recorded with its one rectification item, assigned at once, by the deadline of its severity", () => {
    const stream = new Stream();
    stream.found("2021-06-10", { severity: "serious" });
    expect(stream.rows.map(({ type }) => type).slice(0, 2)).toEqual(["registered", "findingRecorded"]);
    // Twenty working days after 10 June 2021, of which the 14th was a holiday.
    expect(stream.item()).toMatchObject({ status: "assigned", deadline: "2021-07-09", primaryUnit: "zhujianju" });
    expect(stream.item().finding).toMatchObject({ severity: "serious", proposed: null, firstFoundOn: "2021-06-10" });
    expect(directoryOf(bundle).milestone(stream.item().milestone)?.title).toBe(
      "整改：今年实事清单所列实事是否办成（资金未到位）",
    );
  });

  it("found again is the same: the first day stays, the earliest deadline stays, one severity higher is proposed", () => {
    const stream = new Stream();
    stream.found("2021-06-10");
    const { deadline } = stream.item();
    stream.found("2021-12-20", { severity: "grave" }, "2021H2");
    expect(stream.items).toHaveLength(1);
    expect(stream.item()).toMatchObject({ deadline, reopenings: 0 });
    expect(stream.item().finding).toMatchObject({ severity: "minor", proposed: "serious", firstFoundOn: "2021-06-10" });
    expect(stream.item().finding?.found.map(({ round }) => round)).toEqual(["2021H1", "2021H2"]);
  });

  it("found after its closing is taken up again, counted, told, and never both open and closed", () => {
    const stream = new Stream();
    stream.found("2021-06-10");
    stream.close("2021-06-25");
    expect(isOpen(stream.item())).toBe(false);
    stream.found("2021-12-20", {}, "2021H2");
    expect(stream.items).toHaveLength(1);
    expect(stream.item()).toMatchObject({ status: "inProgress", reopenings: 1 });
    const reopened = stream.rows.findLast(({ type }) => type === "reopened");
    expect(reopened?.notices?.[0]).toMatchObject({ instrument: "returned", facts: { reopened: true } });
    // Thirty working days after 20 December 2021: 29 and 30 January 2022 were worked weekends.
    expect(stream.item().deadline).toBe("2022-01-30");
  });

  it("of another cause or place is another", () => {
    const stream = new Stream();
    stream.found("2021-06-10");
    stream.found("2021-06-10", { cause: "duty" });
    stream.found("2021-06-10", { place: { kind: "village", id: "v002" } });
    expect(stream.items).toHaveLength(3);
  });

  it("in three villages proposes one systemic item, once; the office's item links and replaces nothing", () => {
    const stream = new Stream();
    for (const id of ["v003", "v001", "v002", "v004"]) stream.found("2021-06-10", { place: { kind: "village", id } });
    const proposals = stream.rows.flatMap((row) =>
      row.type === "findingRecorded" && row.payload.alike.length > 0 ? [row.payload.alike] : [],
    );
    expect(proposals).toEqual([["v001", "v002", "v003"]]);
    stream.found("2021-07-20", { place: { kind: "unit", id: "county" }, row: 0, systemic: ["v001", "v002", "v003"] });
    expect(stream.item("county")).toMatchObject({ village: null, primaryUnit: "zhujianju" });
    expect(stream.items.filter(isOpen)).toHaveLength(5);
  });

  it("that an objection undid is withdrawn: its item ends, or goes on where it was found otherwise", () => {
    const stream = new Stream();
    stream.found("2021-06-10");
    stream.withdraw("2021-06-20", 1);
    expect(stream.item()).toMatchObject({ status: "cancelled" });
    expect(stream.item().finding?.found).toEqual([]);
    stream.found("2021-12-20", { row: 7 }, "2021H2");
    expect(isOpen(stream.item())).toBe(true);
    stream.found("2021-12-21", { row: 9 }, "2021S1");
    stream.withdraw("2021-12-22", 9, "v001", "2021S1");
    expect(isOpen(stream.item())).toBe(true);
  });

  it("has its severity decided by the office, with a reason, and by nobody else; never to a later deadline", () => {
    const stream = new Stream();
    stream.found("2021-06-10");
    expect(stream.act("2021-06-11", "decideSeverity", "fupinban", { grant: true, reason: "重复" })).toBe(
      "nothingPending",
    );
    stream.close("2021-06-25");
    stream.found("2021-12-20", {}, "2021H2");
    expect(stream.act("2021-12-21", "decideSeverity", "zhujianju", { grant: true, reason: "重复" })).toBe("notYours");
    expect(stream.act("2021-12-21", "decideSeverity", "fupinban", { grant: true, reason: "" })).toBe("badValue");
    const { deadline, deadlineVersion } = stream.item();
    expect(
      stream.act("2021-12-21", "decideSeverity", "fupinban", { grant: true, reason: "一年内重复发现" }),
    ).toBeNull();
    expect(stream.item().finding).toMatchObject({ severity: "serious", proposed: null });
    expect(stream.item().deadline < deadline).toBe(true);
    expect(stream.item().deadlineVersion).toBe(deadlineVersion + 1);
    expect(stream.act("2021-12-22", "decideSeverity", "fupinban", { grant: true, reason: "再" })).toBe(
      "nothingPending",
    );
  });

  it("cannot be verified by whoever put it right", () => {
    const stream = new Stream();
    stream.found("2021-06-10");
    stream.act("2021-06-15", "signFor", "zhujianju");
    expect(stream.act("2021-06-15", "report", "zhujianju", { text: "已整改", evidence: PROOF })).toBeNull();
    expect(stream.act("2021-06-16", "verify", "zhujianju", { text: "属实" })).not.toBeNull();
  });

  it("is open or ended and never both, over any order of events: open = all − closed − withdrawn", () => {
    const places = ["v001", "v002", "v003"] as const;
    const step = fc.record({ what: fc.constantFrom("found", "close", "withdraw"), place: fc.constantFrom(...places) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        const stream = new Stream();
        let day = 1;
        for (const { what, place } of steps) {
          const on = `2021-07-${String(++day + 10).padStart(2, "0")}`;
          const there = stream.items.find(({ village }) => village === place);
          if (what === "found") stream.found(on, { place: { kind: "village", id: place } });
          else if (what === "close" && there && isOpen(there)) stream.close(on, place);
          else if (what === "withdraw" && there)
            for (const { row } of there.finding?.found ?? []) stream.withdraw(on, row, place);
        }
        const { items } = stream;
        const [open, closed, withdrawn] = [
          items.filter(isOpen),
          items.filter(({ status }) => status === "closed"),
          items.filter(({ status }) => status === "cancelled"),
        ];
        expect(open.length).toBe(items.length - closed.length - withdrawn.length);
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        // A finding that stands nowhere is not open; one that is open stands somewhere.
        for (const item of open) expect(item.finding?.found.length).toBeGreaterThan(0);
        // Folded anew from its rows alone each is as it stands.
        const opening = openingRows(
          { no: 7, leadUnit: "zhujianju" },
          [],
          { policy: 1, calendar: bundle.calendar.version },
          at("2021-06-08"),
        );
        const again = applyRows(emptyTask("task/7"), [...opening, ...stream.rows], ruleSet);
        expect({ ...again.items, ...again.ended }).toEqual({ ...stream.state.items, ...stream.state.ended });
      }),
      { numRuns: 60 },
    );
  });
});

it("knows no severity above the highest", () => {
  expect([higher("minor"), higher("serious"), higher("grave")]).toEqual(["serious", "grave", null]);
});
