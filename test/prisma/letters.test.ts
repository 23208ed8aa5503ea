import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../domain/plan.js";
import { instantAt } from "../../domain/plan-date.js";
import type { ItemRow, NewRow, NoticeDraft, RecordRequest } from "../../domain/record.js";
import { listAlarms } from "../../prisma/alarm-store.js";
import { addDocument, createPlan } from "../../prisma/plan-store.js";
import { createStores, type Stores } from "../../prisma/stores.js";
import { freshDatabase, type TestDatabase } from "../support/database.js";
import { bundle } from "../support/small-bundle.js";
import { OFFSET } from "../support/small-plan.js";

let database: TestDatabase;
let stores: Stores;
/** One person without e-mail but with a telephone, one without anything; a village whose pairing has ended. */
const roster: PlanBundle["roster"] = {
  ...bundle.roster,
  persons: bundle.roster.persons.map((person) => {
    if (person.id === "p-town1-desk") return { id: person.id, name: person.name, mobile: "13800000000" };
    return person.id === "p-town2-desk" ? { id: person.id, name: person.name } : person;
  }),
  villages: bundle.roster.villages.map((village) =>
    village.id === "v3"
      ? { ...village, pairing: village.pairing.map((each) => ({ ...each, to: "2021-05-01" })) }
      : village,
  ),
};

beforeAll(async () => {
  database = await freshDatabase();
  stores = createStores({ url: database.url, poolSize: 4 });
});
afterAll(async () => {
  await stores.close();
  await database.drop();
});

const at = (day: string, time: string): number => instantAt(day, time, OFFSET);
let plans = 0;
async function newPlan(): Promise<string> {
  const id = `letters-${++plans}`;
  await createPlan(
    database.pool,
    { id, slug: id, title: id, mode: "rehearsal", scenario: "test", seed: 1, openedAt: 0 },
    { ...bundle, roster },
  );
  return id;
}

const item = (id: string, more: Partial<ItemRow> = {}): ItemRow => ({
  id,
  task: 2,
  milestone: "works",
  target: "v1",
  scope: "village",
  village: "v1",
  township: "town1",
  primaryUnit: "unit",
  status: "assigned",
  deadline: "2021-06-30",
  originalDeadline: "2021-06-30",
  deadlineVersion: 1,
  suspended: false,
  ladderExhausted: false,
  openedAt: 0,
  closedAt: null,
  state: {},
  ...more,
});

const draft = (
  instrument: NoticeDraft["instrument"],
  to: NoticeDraft["to"],
  more: Partial<NoticeDraft> = {},
): NoticeDraft => ({ instrument, delivery: "batched", to, copy: [], facts: { overdue: 3 }, ...more });
const row = (cause: string, when: number, id: string, ...notices: NoticeDraft[]): NewRow => ({
  type: "rungFired",
  item: id,
  at: when,
  cause,
  causeNo: 0,
  payload: {},
  notices,
});

async function record(
  planId: string,
  expectedSeq: number,
  rows: NewRow[],
  items: ItemRow[],
  stream = "task/2",
): Promise<void> {
  const request: RecordRequest = {
    planId,
    stream,
    expectedSeq,
    rows,
    outcomes: [],
    askedKeys: [],
    nextDue: null,
    items,
    messagesOut: [],
    messagesApplied: [],
  };
  expect(await stores.ledger.record(request)).toMatchObject({ kind: "appended" });
}
const person = (id: string) => ({ post: id });
const list = async (planId: string) =>
  (await stores.letters.listLetters(planId))
    .map((letter) => [letter.instrument, letter.person, letter.supplement, letter.state])
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe("letters", () => {
  it("hold a person's notices of one instrument and day; what comes later is a numbered supplement", async () => {
    const planId = await newPlan();
    const nine = at("2021-07-01", "09:00");
    const close = at("2021-07-01", "09:10");
    const slip = draft("urge", [person("unit/desk")], { copy: [person("lead/desk")] });
    await record(
      planId,
      0,
      [row("a", nine, "i1", slip), row("b", nine, "i2", slip)],
      [item("i1"), item("i2", { village: "v2", target: "v2" })],
    );
    await record(planId, 0, [row("c", nine, "i3", slip)], [item("i3")], "task/1");
    expect(await stores.letters.closingsUpTo(planId, close - 1)).toEqual([]);
    expect(await stores.letters.closingsUpTo(planId, close)).toEqual([close]);
    expect(await stores.letters.closeLetters(planId, close - 1)).toMatchObject({ made: 0 });
    // Two postmen at once make each letter once.
    const made = await Promise.all([
      stores.letters.closeLetters(planId, close),
      stores.letters.closeLetters(planId, close),
    ]);
    expect(made.map((each) => each.made).sort((a, b) => a - b)).toEqual([0, 2]);
    await record(planId, 2, [row("d", close + 60_000, "i1", slip)], [item("i1")]);
    expect(await stores.letters.closeLetters(planId, close + 60_000)).toMatchObject({ made: 2, queued: 2 });
    expect(await list(planId)).toEqual([
      ["urge", "p-lead-desk", 0, "queued"],
      ["urge", "p-lead-desk", 1, "queued"],
      ["urge", "p-unit-desk", 0, "queued"],
      ["urge", "p-unit-desk", 1, "queued"],
    ]);
    const ids = await stores.letters.claimQueued(planId, 10);
    const models = await stores.letters.letterModels(planId, ids);
    expect(models.map((model) => model.letterId)).toEqual(ids);
    const first = models.find((model) => model.person?.id === "p-unit-desk" && model.supplement === 0);
    expect(first).toMatchObject({
      rehearsal: true,
      sampleRoster: true,
      planShortTitle: "合成",
      office: "乡村振兴局",
      planDay: "2021-07-01",
    });
    expect(first?.sections).toHaveLength(1);
    expect(
      first?.sections[0]?.entries.map((entry) => [entry.item, entry.village, entry.milestone, entry.facts["overdue"]]),
    ).toEqual([
      ["i3", "村1", "事项works", 3],
      ["i1", "村1", "事项works", 3],
      ["i2", "村2", "事项works", 3],
    ]);
  });

  it("have a section for each capacity, and one letter for each act", async () => {
    const planId = await newPlan();
    const when = at("2021-05-20", "15:00");
    // p-leader-1 heads `lead` and is county leader 1.
    await record(
      planId,
      0,
      [
        row("a", when, "i1", draft("escalate", [person("leader/1")])),
        row("b", when, "i2", draft("escalate", [person("lead/head")])),
      ],
      [item("i1"), item("i2")],
    );
    const told = draft("instruction", [person("unit/desk")], { delivery: "immediate" });
    const act = (cause: string, no: number, id: string): NewRow => ({ ...row(cause, when, id, told), causeNo: no });
    await record(planId, 2, [act("cmd/x", 0, "i1"), act("cmd/x", 1, "i2"), act("cmd/y", 0, "i1")], []);
    expect(await stores.letters.closeLetters(planId, when)).toMatchObject({ made: 3, queued: 3 });
    const models = await stores.letters.letterModels(planId, await stores.letters.claimQueued(planId, 10));
    const leader = models.find((model) => model.instrument === "escalate");
    expect(leader?.sections.map((section) => [section.addressed.title, section.entries.length])).toEqual([
      ["lead主要负责人", 1],
      ["县领导1", 1],
    ]);
    expect(
      models
        .filter((model) => model.instrument === "instruction")
        .map((model) => model.sections[0]?.entries.length ?? 0)
        .sort((a, b) => a - b),
    ).toEqual([1, 2]);
  });

  it("number the office's drafts by year; a draft nobody waits for any more is superseded", async () => {
    const planId = await newPlan();
    const letter = draft("supervise", [{ role: "primaryUnitHead" }], {
      delivery: "draft",
      rung: { ladder: "deadline", id: "supervise", deadlineVersion: 1, repetition: 0 },
    });
    const waiting = { drafts: [{ rung: "supervise", version: 1, draftedOn: "2021-07-05", held: false }] };
    const when = at("2021-07-05", "09:00");
    await record(
      planId,
      0,
      [row("a", when, "i1", letter), row("b", when, "i2", letter)],
      [item("i1", { state: waiting }), item("i2", { state: waiting, primaryUnit: "lead" })],
    );
    expect(await stores.letters.closeLetters(planId, at("2021-07-05", "09:10"))).toMatchObject({ made: 2, drafts: 2 });
    const drafts = await stores.letters.openDrafts(planId);
    expect(
      drafts.map((each) => [
        each.documentNo,
        each.post,
        each.steps.map((step) => [step.item, step.rung, step.version]),
      ]),
    ).toEqual([
      ["督办〔2021〕1号", "lead/head", [["i2", "supervise", 1]]],
      ["督办〔2021〕2号", "unit/head", [["i1", "supervise", 1]]],
    ]);
    expect(await stores.letters.claimQueued(planId, 10)).toEqual([]);
    await record(planId, 2, [row("c", when + 1, "i2")], [item("i2", { primaryUnit: "lead", state: { drafts: [] } })]);
    await stores.letters.closeLetters(planId, when + 2);
    expect((await stores.letters.openDrafts(planId)).map((each) => each.documentNo)).toEqual(["督办〔2021〕2号"]);
    expect(await stores.letters.countsByState(planId)).toMatchObject({ draft: 1, superseded: 1, queued: 0 });
  });

  it("go by hand where no e-mail reaches the person, with an alarm", async () => {
    const planId = await newPlan();
    const when = at("2021-07-01", "09:00");
    await record(
      planId,
      0,
      [row("a", when, "i1", draft("urge", ["town1/desk", "town2/desk", "helper/desk"].map(person)))],
      [item("i1")],
    );
    expect(await stores.letters.closeLetters(planId, when + 600_000)).toMatchObject({ made: 3, queued: 1, manual: 2 });
    const alarms = (await listAlarms(database.pool, planId)).map((alarm) => alarm.key).sort();
    expect(alarms).toEqual(["noEmail/p-town1-desk", "unreachable/p-town2-desk", "vacant/helper/desk"]);
  });

  it("are never dropped: without the party it goes to the office, without anybody it waits as manual", async () => {
    const planId = await newPlan();
    const when = at("2021-07-01", "09:00");
    const escalate = draft("escalate", [{ role: "villageCountyLeader" }]);
    await record(planId, 0, [row("a", when, "i1", escalate)], [item("i1", { village: "v3", target: "v3" })]);
    const empty = { ...roster, posts: roster.posts.map((post) => ({ ...post, holders: [] })) };
    await addDocument(database.pool, planId, "roster", 2, empty);
    await addDocument(database.pool, planId, "roster", 2, empty);
    await expect(addDocument(database.pool, planId, "roster", 2, roster)).rejects.toThrow(/higher version/);
    await record(planId, 1, [row("b", when, "i1", escalate)], [item("i1")]);
    expect(await stores.letters.closeLetters(planId, when + 600_000)).toMatchObject({ made: 2 });
    expect(await list(planId)).toEqual([
      ["escalate", "p-office-desk", 0, "queued"],
      ["escalate", null, 0, "manual"],
    ]);
    expect((await listAlarms(database.pool, planId)).map((alarm) => alarm.key).sort()).toEqual([
      "nobody/leader/1",
      "vacant/villageCountyLeader",
    ]);
  });

  it("are sent once, again under the same Message-ID after a crash, and fail for good with an alarm", async () => {
    const planId = await newPlan();
    const when = at("2021-07-01", "09:00");
    const to = ["unit/desk", "lead/desk", "office/desk"].map(person);
    await record(planId, 0, [row("a", when, "i1", draft("urge", to))], [item("i1")]);
    await stores.letters.closeLetters(planId, when + 600_000);
    const claims = await Promise.all([stores.letters.claimQueued(planId, 2), stores.letters.claimQueued(planId, 2)]);
    const ids = claims.flat();
    expect(new Set(ids).size).toBe(3);
    const before = await stores.letters.letterModels(planId, ids);
    const [sent, bad, later] = ids as [string, string, string];
    await stores.letters.markSent(planId, [sent]);
    await stores.letters.markFailed(planId, [
      { id: bad, error: "550 no such user", permanent: true, planAt: when },
      { id: later, error: "451 try later", permanent: false, planAt: when },
    ]);
    expect(await stores.letters.countsByState(planId)).toMatchObject({ sent: 1, failed: 1, queued: 1, sending: 0 });
    expect(await listAlarms(database.pool, planId)).toEqual([
      {
        key: `letterFailed/${bad}`,
        kind: "letterFailed",
        planAt: when,
        detail: { letter: bad, error: "550 no such user" },
        count: 1,
      },
    ]);
    expect(await stores.letters.claimQueued(planId, 10)).toEqual([later]);
    expect(await stores.letters.requeueSending(planId)).toBe(1);
    expect(await stores.letters.claimQueued(planId, 10)).toEqual([later]);
    const [again] = await stores.letters.letterModels(planId, [later]);
    expect(again?.messageId).toBe(before.find((model) => model.letterId === later)?.messageId);
    await stores.letters.markSent(planId, [later, bad]);
    expect(await stores.letters.countsByState(planId)).toMatchObject({ sent: 2, failed: 1 });
  });
});
