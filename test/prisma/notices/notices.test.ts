/** Whom notices reach, resolved in the recording transaction: by post, by what they were told before, and with alarms. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { ItemRow } from "../../../domain/items/item-row.js";
import type { NewRow, NoticeDraft } from "../../../domain/ledger/record.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { createPlan } from "../../../prisma/plans/plan-store.js";
import { appendRows } from "../../support/append.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { storedItem } from "../../support/stored-item.js";
import { bundle } from "../../support/small-bundle.js";
import { OFFSET } from "../../support/small-plan.js";
import { FIRED } from "../../support/events.js";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const at = (day: string): number => instantAt(day, "09:00", OFFSET);
let plans = 0;
async function newPlan(of: PlanBundle = bundle): Promise<string> {
  const id = `notices-${++plans}`;
  await createPlan(
    database.pool,
    { id, slug: id, title: id, mode: "rehearsal", scenario: "test", seed: 1, openedAt: 0 },
    of,
  );
  return id;
}

const rung = (id: string, version = 1) => ({ runKey: "deadline", id, deadlineVersion: version, repetition: 0 });
const draft = (
  instrument: NoticeDraft["instrument"],
  to: NoticeDraft["to"],
  more: Partial<NoticeDraft> = {},
): NoticeDraft => ({ instrument, delivery: "batched", to, copy: [], facts: {}, ...more });

class Recorder {
  private seq = 0;
  constructor(readonly planId: string) {}

  async add(day: string, notices: NoticeDraft[], items: ItemRow[] = [storedItem("i")], nextDue: number | null = null) {
    const row: NewRow = {
      type: "rungFired",
      item: items[0]?.state.id ?? "i",
      at: at(day),
      cause: `${day}/${this.seq}`,
      causeNo: 0,
      payload: FIRED,
      notices,
    };
    const { planId } = this;
    await appendRows(database.pool, { planId, stream: "task/2", expectedSeq: this.seq++, rows: [row], nextDue, items });
  }

  /** Instrument, role and person of the newest row's notices. */
  async told(): Promise<unknown[]> {
    const { rows } = await database.pool.query(
      "SELECT instrument, role, person, up_from FROM notice WHERE plan_id = $1 AND seq = $2 ORDER BY no",
      [this.planId, this.seq],
    );
    return rows.map(({ instrument, role, person, up_from }) =>
      up_from === null ? [instrument, role, person] : [instrument, role, person, up_from],
    );
  }
}

describe("办结告知 and what else concerns those who were told", () => {
  it("reaches the unit and who helps it, of all who were told of trouble; leaders read of it in their monthly list", async () => {
    const plan = new Recorder(await newPlan());
    await plan.add("2021-06-01", [draft("reminder", [{ role: "township" }])]);
    await plan.add("2021-07-01", [draft("urge", [{ role: "primaryUnit" }], { copy: [{ role: "helpingUnit" }] })]);
    await plan.add("2021-07-05", [draft("supervise", [{ role: "primaryUnitHead" }], { delivery: "draft" })]);
    await plan.add("2021-07-09", [
      draft("escalate", [{ role: "villageCountyLeader" }], { copy: [{ role: "leaderInCharge" }] }),
    ]);
    await plan.add("2021-07-12", [draft("resolved", [], { onlyToPriorRecipients: true })]);
    expect(await plan.told()).toEqual([
      ["resolved", "to", "p-unit-desk"],
      ["resolved", "copy", "p-helper-head"],
    ]);
  });

  it("is for nobody when nobody was told; a change reaches its addressees and those told besides, each once", async () => {
    const plan = new Recorder(await newPlan());
    await plan.add("2021-06-01", [draft("resolved", [], { onlyToPriorRecipients: true })]);
    expect(await plan.told()).toEqual([]);
    await plan.add("2021-07-01", [draft("urge", [{ role: "primaryUnit" }])]);
    await plan.add("2021-07-09", [draft("escalate", [{ role: "villageCountyLeader" }])]);
    const change = draft("deadlineChange", [{ role: "primaryUnit" }], {
      copy: [{ role: "township" }],
      alsoToPriorRecipients: true,
    });
    await plan.add("2021-07-12", [change]);
    expect(await plan.told()).toEqual([
      ["deadlineChange", "to", "p-unit-desk"],
      ["deadlineChange", "copy", "p-town1-desk"],
      ["deadlineChange", "to", "p-leader-1"],
    ]);
  });
});

describe("what the office does at its desk", () => {
  it("is recorded and written to nobody; its head hears of a check that is late", async () => {
    const plan = new Recorder(await newPlan());
    await plan.add("2021-07-01", [draft("verificationRequest", [{ role: "office" }])]);
    expect(await plan.told()).toEqual([]);
    await plan.add("2021-07-08", [draft("urge", [{ role: "office" }], { copy: [{ role: "officeHead" }] })]);
    expect(await plan.told()).toEqual([["urge", "copy", "p-office-head"]]);
  });
});

describe("one up", () => {
  it("counts who was addressed, a stand-in included, but not who had a copy, and never another version", async () => {
    const plan = new Recorder(await newPlan());
    const lead = [storedItem("i", { primaryUnit: "lead" })];
    // p-leader-1 heads `lead` and is the village's county leader.
    const standIn = draft("urge", [{ role: "primaryUnitHead" }], { rung: rung("supervise"), oneUpIfHeldBefore: true });
    await plan.add(
      "2021-07-05",
      [draft("urge", [{ role: "township" }], { copy: [{ role: "primaryUnitHead" }], rung: rung("urge") })],
      lead,
    );
    const escalate = (version: number): NoticeDraft =>
      draft("escalate", [{ role: "villageCountyLeader" }], {
        rung: rung("escalate", version),
        oneUpIfHeldBefore: true,
      });
    await plan.add("2021-07-06", [escalate(1)], lead);
    expect(await plan.told()).toEqual([["escalate", "to", "p-leader-1"]]);
    const other = [storedItem("j", { primaryUnit: "lead" })];
    await plan.add("2021-07-07", [standIn], other);
    await plan.add("2021-07-08", [escalate(2)], other);
    expect(await plan.told()).toEqual([["escalate", "to", "p-leader-1"]]);
    await plan.add("2021-07-09", [escalate(1)], other);
    expect(await plan.told()).toEqual([["escalate", "to", "p-group-head", "leader/1"]]);
  });

  it("a head who stood in for the vacant desk still gets the 督办函; who stands in twice is passed over upward", async () => {
    const posts = bundle.roster.posts.map((post) => {
      if (post.id === "unit/desk") return { ...post, holders: [] };
      return post.id === "leader/1" ? { ...post, holders: [], fallback: ["unit/head", "office/desk"] } : post;
    });
    const plan = new Recorder(await newPlan({ ...bundle, roster: { ...bundle.roster, posts } }));
    const press = (
      instrument: NoticeDraft["instrument"],
      role: "primaryUnit" | "primaryUnitHead" | "villageCountyLeader",
    ) => draft(instrument, [{ role }], { rung: rung(instrument), oneUpIfHeldBefore: true });
    await plan.add("2021-07-01", [press("urge", "primaryUnit")]);
    expect(await plan.told()).toEqual([["urge", "to", "p-unit-head"]]);
    await plan.add("2021-07-05", [press("supervise", "primaryUnitHead")]);
    expect(await plan.told()).toEqual([["supervise", "to", "p-unit-head"]]);
    await plan.add("2021-07-09", [press("escalate", "villageCountyLeader")]);
    expect(await plan.told()).toEqual([["escalate", "to", "p-group-head", "leader/1"]]);
  });

  it("to a leader it is a 呈阅件 in a letter of its own", async () => {
    const same = bundle.roster.posts.map((post) =>
      post.id === "unit/head" ? { ...post, holders: [{ value: "p-unit-desk" }] } : post,
    );
    const planId = await newPlan({ ...bundle, roster: { ...bundle.roster, posts: same } });
    const plan = new Recorder(planId);
    await plan.add("2021-07-01", [draft("urge", [{ role: "primaryUnit" }], { rung: rung("urge") })]);
    await plan.add("2021-07-05", [
      draft("supervise", [{ role: "primaryUnitHead" }], { rung: rung("supervise"), oneUpIfHeldBefore: true }),
    ]);
    expect(await plan.told()).toEqual([["escalate", "to", "p-leader-2", "unit/head"]]);
    const { rows } = await database.pool.query(
      "SELECT group_key FROM notice WHERE plan_id = $1 AND instrument = 'escalate'",
      [planId],
    );
    expect(rows[0].group_key).toBe("b|p-leader-2|escalate|2021-07-05");
  });
});

describe("alarms", () => {
  it("tell of items that wait for a calendar, and of steps by a provisional one", async () => {
    const planId = await newPlan({
      ...bundle,
      calendar: {
        version: 1,
        years: bundle.calendar.years.map((year) => ({ ...year, provisional: year.year === 2022 })),
      },
    });
    const plan = new Recorder(planId);
    await plan.add("2021-07-01", [draft("urge", [{ role: "primaryUnit" }])], [storedItem("i")], at("2021-07-05"));
    expect(await listAlarms(database.pool, planId)).toEqual([]);
    const waiting = [storedItem("i", { beyondCalendar: 2023 })];
    await plan.add("2021-12-31", [draft("urge", [{ role: "primaryUnit" }])], waiting, at("2022-01-05"));
    expect((await listAlarms(database.pool, planId)).map(({ key, kind }) => [key, kind])).toEqual([
      ["calendarProvisional/2022", "calendarProvisional"],
      ["calendarMissing/2023", "calendarMissing"],
    ]);
  });
});
