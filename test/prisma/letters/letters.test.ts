import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { ItemRow } from "../../../domain/items/item-row.js";
import type { NewRow, NoticeDraft } from "../../../domain/ledger/record.js";
import type { LetterModel } from "../../../domain/letters/letter-model.js";
import { renderLetter } from "../../../mail/render.js";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import type { Claim } from "../../../prisma/letters/leases.js";
import { openDrafts } from "../../../prisma/letters/drafts.js";
import { unsettledBy } from "../../../prisma/letters/letter-closing.js";
import {
  outstandingDeliveries,
  releaseDeliveries,
  renewDeliveryLeases,
} from "../../../prisma/letters/delivery-sending.js";
import { addDocument, createPlan } from "../../../prisma/plans/plan-store.js";
import { appendRows } from "../../support/append.js";
import { freshDatabase, type TestDatabase } from "../../support/database.js";
import { Letters } from "../../support/letters.js";
import { storedItem } from "../../support/stored-item.js";
import { bundle } from "../../support/small-bundle.js";
import { OFFSET } from "../../support/small-plan.js";
import { FIRED } from "../../support/events.js";

let database: TestDatabase;
let store: Letters;
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
  store = new Letters(database.pool);
});
afterAll(async () => {
  await database.drop();
});

const at = (day: string, time: string): number => instantAt(day, time, OFFSET);
const nextIn = async (planId: string) => (await outstandingDeliveries(database.pool, planId, ["mail"])).nextIn;
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
  payload: FIRED,
  notices,
});

async function record(
  planId: string,
  expectedSeq: number,
  rows: NewRow[],
  items: ItemRow[],
  stream = "task/2",
): Promise<void> {
  await appendRows(database.pool, { planId, stream, expectedSeq, rows, items });
}
const person = (id: string) => ({ post: id });
const list = async (planId: string) =>
  (await store.list(planId))
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
      [storedItem("i1"), storedItem("i2", { village: "v2", target: "v2" })],
    );
    await record(planId, 0, [row("c", nine, "i3", slip)], [storedItem("i3")], "task/1");
    expect(await store.closingsUpTo(planId, close - 1)).toEqual([]);
    expect(await store.closingsUpTo(planId, close)).toEqual([close]);
    expect(await store.close(planId, close - 1)).toMatchObject({ made: 0 });
    // Two postmen at once make each letter once.
    const made = await Promise.all([store.close(planId, close), store.close(planId, close)]);
    expect(made.map((each) => each.made).sort((a, b) => a - b)).toEqual([0, 2]);
    await record(planId, 2, [row("d", close + 60_000, "i1", slip)], [storedItem("i1")]);
    expect(await store.close(planId, close + 60_000)).toMatchObject({ made: 2, queued: 2 });
    expect(await list(planId)).toEqual([
      ["urge", "p-lead-desk", 0, "queued"],
      ["urge", "p-lead-desk", 1, "queued"],
      ["urge", "p-unit-desk", 0, "queued"],
      ["urge", "p-unit-desk", 1, "queued"],
    ]);
    const letters = await store.take(planId, 10);
    const first = letters.find((letter) => letter.person?.id === "p-unit-desk" && letter.says.supplement === 0);
    expect(first?.says).toMatchObject({
      plan: { rehearsal: true, sampleData: true, shortTitle: "合成", officeName: "乡村振兴局" },
      planDay: "2021-07-01",
    });
    expect(first?.says.sections).toHaveLength(1);
    expect(
      first?.says.sections[0]?.rows.map((row) => [row.itemId, row.village, row.milestoneTitle, row.overdueWorkingDays]),
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
      [storedItem("i1"), storedItem("i2")],
    );
    const told = draft("instruction", [person("unit/desk")], { delivery: "immediate" });
    const act = (cause: string, no: number, id: string): NewRow => ({ ...row(cause, when, id, told), causeNo: no });
    await record(planId, 2, [act("cmd/x", 0, "i1"), act("cmd/x", 1, "i2"), act("cmd/y", 0, "i1")], []);
    expect(await store.close(planId, when)).toMatchObject({ made: 3, queued: 3 });
    const letters = (await store.take(planId, 10)).map(({ says }) => says);
    const leader = letters.find((letter) => letter.instrument === "escalate");
    expect(
      leader?.sections.map(({ capacity, rows }) => [capacity.postTitle, capacity.as ?? null, rows.length]),
    ).toEqual([
      ["县领导1", "villageCountyLeader", 1],
      ["lead主要负责人", null, 1],
    ]);
    expect(
      letters
        .filter((letter) => letter.instrument === "instruction")
        .map((letter) => letter.sections[0]?.rows.length ?? 0)
        .sort((a, b) => a - b),
    ).toEqual([1, 2]);
  });

  it("for the office to sign have no number; a draft nobody waits for any more is superseded", async () => {
    const planId = await newPlan();
    const letter = draft("supervise", [{ role: "primaryUnitHead" }], {
      delivery: "draft",
      rung: { runKey: "deadline", id: "supervise", deadlineVersion: 1, repetition: 0 },
    });
    const waiting = { drafts: [{ rung: "supervise", version: 1, draftedOn: "2021-07-05", held: false }] };
    const when = at("2021-07-05", "09:00");
    await record(
      planId,
      0,
      [row("a", when, "i1", letter), row("b", when, "i2", letter)],
      [storedItem("i1", waiting), storedItem("i2", { ...waiting, primaryUnit: "lead" })],
    );
    expect(await store.close(planId, at("2021-07-05", "09:10"))).toMatchObject({ made: 2, drafts: 2 });
    const drafts = await openDrafts(database.pool, planId);
    expect(drafts.map((each) => [each.post, each.steps.map((step) => [step.item, step.rung, step.version])])).toEqual([
      ["lead/head", [["i2", "supervise", 1]]],
      ["unit/head", [["i1", "supervise", 1]]],
    ]);
    expect((await store.list(planId)).map((each) => each.documentNo)).toEqual([null, null]);
    expect(await store.take(planId, 10)).toEqual([]);
    await record(planId, 2, [row("c", when + 1, "i2")], [storedItem("i2", { primaryUnit: "lead", drafts: [] })]);
    await store.close(planId, when + 2);
    expect((await openDrafts(database.pool, planId)).map((each) => each.post)).toEqual(["unit/head"]);
    expect(await store.counts(planId)).toMatchObject({ draft: 1, superseded: 1, queued: 0 });
  });

  it("go by hand where no e-mail reaches the person, with an alarm", async () => {
    const planId = await newPlan();
    const when = at("2021-07-01", "09:00");
    await record(
      planId,
      0,
      [row("a", when, "i1", draft("urge", ["town1/desk", "town2/desk", "helper/desk"].map(person)))],
      [storedItem("i1")],
    );
    // Three to the people addressed, and one to the office about two of them.
    expect(await store.close(planId, when + 600_000)).toMatchObject({ made: 4, queued: 2, manual: 2 });
    const alarms = (await listAlarms(database.pool, planId)).map((alarm) => alarm.key).sort();
    expect(alarms).toEqual(["noEmail/p-town1-desk", "unreachable/p-town2-desk", "vacant/helper/desk"]);
  });

  it("are never dropped: without the party it goes to the office, without anybody it waits as manual", async () => {
    const planId = await newPlan();
    const when = at("2021-07-01", "09:00");
    const escalate = draft("escalate", [{ role: "villageCountyLeader" }]);
    await record(planId, 0, [row("a", when, "i1", escalate)], [storedItem("i1", { village: "v3", target: "v3" })]);
    const empty = { ...roster, posts: roster.posts.map((post) => ({ ...post, holders: [] })) };
    await addDocument(database.pool, planId, "roster", 2, empty);
    await addDocument(database.pool, planId, "roster", 2, empty);
    await expect(addDocument(database.pool, planId, "roster", 2, roster)).rejects.toThrow(/higher version/);
    await record(planId, 1, [row("b", when, "i1", escalate)], [storedItem("i1")]);
    expect(await store.close(planId, when + 600_000)).toMatchObject({ made: 3 });
    expect(await list(planId)).toEqual([
      ["alarm", null, 0, "manual"],
      ["escalate", "p-office-desk", 0, "queued"],
      ["escalate", null, 0, "manual"],
    ]);
    expect((await listAlarms(database.pool, planId)).map((alarm) => alarm.key).sort()).toEqual([
      "nobody/leader/1",
      "unfilled/villageCountyLeader/v3",
    ]);
  });

  it("of a signed instrument are one for each recipient and document number, in however many streams it was signed", async () => {
    const planId = await newPlan();
    const when = at("2021-07-06", "10:30");
    const signed = (documentNo: string): NoticeDraft =>
      draft("supervise", [{ role: "primaryUnitHead" }], {
        delivery: "immediate",
        copy: [{ role: "villageDepartmentHead" }],
        facts: { documentNo },
      });
    const sign = (cause: string, id: string, documentNo: string, later = 0): NewRow => ({
      ...row(cause, when + later, id, signed(documentNo)),
      actor: { person: "p-office-desk", post: "office/desk", unit: "office" },
    });
    const own = (id: string, unit: string) => storedItem(id, { primaryUnit: unit });
    await record(planId, 0, [sign("cmd/1", "i1", "督办〔2021〕3号")], [own("i1", "lead")], "task/1");
    await record(planId, 0, [sign("cmd/2", "i2", "督办〔2021〕3号", 900)], [own("i2", "lead")], "task/2");
    await record(planId, 0, [sign("cmd/3", "i3", "督办〔2021〕4号", 1_000)], [own("i3", "lead")], "task/3");
    // The live postman's grace: all that was signed within some seconds closes together.
    expect(await store.close(planId, when + 3_000)).toMatchObject({ made: 4, queued: 4 });
    const letters = await store.take(planId, 10);
    const told = letters.map(({ person, says }) => [
      person?.id,
      says.documentNo,
      says.sections.map(({ capacity, rows }) => [capacity.role, rows.length]),
    ]);
    expect(told.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
      ["p-leader-1", "督办〔2021〕3号", [["to", 2]]],
      ["p-leader-1", "督办〔2021〕4号", [["to", 1]]],
      ["p-unit-head", "督办〔2021〕3号", [["copy", 2]]],
      ["p-unit-head", "督办〔2021〕4号", [["copy", 1]]],
    ]);
    // Signed for another item later: a supplement, which is a letter of its own.
    await record(planId, 1, [sign("cmd/4", "i4", "督办〔2021〕3号", 86_400_000)], [own("i4", "lead")], "task/2");
    await store.close(planId, when + 86_400_000);
    const supplements = (await store.list(planId)).filter((letter) => letter.supplement === 1);
    expect(supplements.map((letter) => letter.documentNo)).toEqual(["督办〔2021〕5号", "督办〔2021〕5号"]);
  });

  it("of an alarm have no number, although they name the one of a letter that reached nobody", async () => {
    const planId = await newPlan();
    const when = at("2021-07-06", "10:30");
    const signed: NewRow = {
      ...row(
        "cmd/1",
        when,
        "i1",
        draft("supervise", [person("town2/desk")], {
          delivery: "immediate",
          facts: { documentNo: "督办〔2021〕3号" },
        }),
      ),
      actor: { person: "p-office-desk", post: "office/desk", unit: "office" },
    };
    await record(planId, 0, [signed], [storedItem("i1")]);
    await store.close(planId, when);
    await store.close(planId, at("2021-07-07", "09:10"));
    const letters = await store.list(planId);
    expect(new Map(letters.map((letter) => [letter.instrument, letter.documentNo]))).toEqual(
      new Map([
        ["alarm", null],
        ["supervise", "督办〔2021〕3号"],
      ]),
    );
    const alarm = letters.find(({ instrument }) => instrument === "alarm");
    const [read] = await store.read(planId, [alarm?.id ?? ""]);
    expect(read?.says.documentNo).toBeUndefined();
    expect(renderLetter(read?.says as LetterModel).text).toContain("督办〔2021〕3号");
  });

  it("of a draft take its copies along", async () => {
    const planId = await newPlan();
    const letter = draft("supervise", [{ role: "primaryUnitHead" }], {
      delivery: "draft",
      copy: [{ role: "villageDepartmentHead" }],
      rung: { runKey: "deadline", id: "supervise", deadlineVersion: 1, repetition: 0 },
    });
    const waiting = { drafts: [{ rung: "supervise", version: 1, draftedOn: "2021-07-05", held: false }] };
    await record(
      planId,
      0,
      [row("a", at("2021-07-05", "09:00"), "i1", letter)],
      [storedItem("i1", { ...waiting, primaryUnit: "lead" })],
    );
    expect(await store.close(planId, at("2021-07-05", "09:10"))).toMatchObject({ made: 1, drafts: 1 });
    const [open] = await openDrafts(database.pool, planId);
    expect(open).toMatchObject({ post: "lead/head" });
    const [read] = await store.read(planId, [open?.letter ?? ""]);
    expect(read?.says.sections.map(({ capacity }) => [capacity.role, capacity.postTitle])).toEqual([
      ["to", "lead主要负责人"],
      ["copy", "unit主要负责人"],
    ]);
  });

  it("about what people did after the day's closing go out with the next working day's", async () => {
    const planId = await newPlan();
    const act = (cause: string, when: number): NewRow => ({
      ...row(cause, when, "i1", draft("extensionRequest", [person("office/desk")])),
      actor: { person: "p-unit-desk", post: "unit/desk", unit: "unit" },
    });
    await record(planId, 0, [act("cmd/a", at("2021-07-02", "08:30"))], [storedItem("i1")]); // a Friday
    await record(planId, 1, [act("cmd/b", at("2021-07-02", "15:00"))], [storedItem("i1")]);
    await record(planId, 2, [act("cmd/c", at("2021-07-03", "10:00"))], [storedItem("i1")]);
    await record(planId, 3, [act("cmd/d", at("2021-07-05", "09:00"))], [storedItem("i1")]);
    const closings = [at("2021-07-02", "09:10"), at("2021-07-05", "09:10")];
    expect(await store.closingsUpTo(planId, Number.MAX_SAFE_INTEGER)).toEqual(closings);
    expect(await store.nextClosing(planId)).toBe(closings[0]);
    for (const closing of closings) await store.close(planId, closing);
    const letters = await store.take(planId, 10);
    expect(letters.map(({ says }) => [says.planDay, says.sections[0]?.rows.length])).toEqual([
      ["2021-07-02", 1],
      ["2021-07-05", 3],
    ]);
  });

  it("wait for a stream that has yet to record what fell due, where they are batched", async () => {
    const planId = await newPlan();
    const nine = at("2021-07-01", "09:00");
    const close = at("2021-07-01", "09:10");
    await record(planId, 0, [row("a", nine, "i1", draft("urge", [person("unit/desk")]))], [storedItem("i1")]);
    expect(await unsettledBy(database.pool, planId, close)).toBe(false);
    await database.pool.query("UPDATE stream SET next_due = $2 WHERE plan_id = $1", [planId, nine]);
    expect(await unsettledBy(database.pool, planId, close)).toBe(true);
    expect(await unsettledBy(database.pool, planId, nine - 1)).toBe(false);
  });

  it("are sent once, again under the same Message-ID after a crash, and fail for good with an alarm", async () => {
    const planId = await newPlan();
    const when = at("2021-07-01", "09:00");
    const close = when + 600_000;
    const to = ["unit/desk", "lead/desk", "supervision/desk", "group/desk"].map(person);
    await record(planId, 0, [row("a", when, "i1", draft("urge", to))], [storedItem("i1")]);
    await store.close(planId, close);
    const claims = (await Promise.all([store.claim(planId, 2), store.claim(planId, 2)])).flat();
    const ids = claims.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const before = await store.read(planId, ids);
    const [sent, bad, later, back] = claims as [Claim, Claim, Claim, Claim];
    await store.markSent(planId, [sent.id]);
    await store.markFailed(planId, [
      { ...bad, error: "550 no such user", permanent: true },
      { ...later, error: "451 try later", permanent: false },
    ]);
    await releaseDeliveries(database.pool, planId, "mail", [back]);
    expect(await store.counts(planId)).toMatchObject({ sent: 1, failed: 1, queued: 2 });
    const whose = before.find((letter) => letter.id === bad.id)?.person?.id;
    expect(await listAlarms(database.pool, planId)).toMatchObject([
      {
        key: `letterFailed/${whose}`,
        kind: "letterFailed",
        planAt: close + 1,
        detail: { person: whose, letter: bad.id, instrument: "urge", error: "550 no such user" },
        count: 1,
      },
    ]);
    // What was released goes at once; what was refused for now waits a little, what a sender holds until it must be dead.
    expect(await store.claim(planId, 10)).toEqual([{ id: back.id, lease: 2 }]);
    expect(await store.claim(planId, 10)).toEqual([]);
    expect(await nextIn(planId)).toBeLessThanOrEqual(2_000);
    await database.pool.query(
      "UPDATE letter_delivery SET due_at = now() WHERE plan_id = $1 AND state IN ('queued', 'sending')",
      [planId],
    );
    await renewDeliveryLeases(database.pool, planId, "mail", [{ id: back.id, lease: 2 }]);
    expect(await store.claim(planId, 10)).toEqual([{ id: later.id, lease: 2 }]);
    const [again] = await store.read(planId, [later.id]);
    expect(again?.messageId).toBe(before.find((letter) => letter.id === later.id)?.messageId);
    await store.markSent(planId, [later.id, bad.id, back.id]);
    expect(await store.counts(planId)).toMatchObject({ sent: 3, failed: 1 });
    expect(await nextIn(planId)).toBeNull();
  });
});

describe("alarms", () => {
  const fail = async (planId: string, id: string, now: number): Promise<void> => {
    await database.pool.query(
      "UPDATE letter_delivery SET state = 'sending', lease = 7 WHERE plan_id = $1 AND letter_id = $2",
      [planId, id],
    );
    await store.markFailed(planId, [{ id, lease: 7, error: "550 no such user", permanent: true }], now);
  };
  const alarmLetters = async (planId: string) => {
    const rows = (await store.list(planId)).filter((letter) => letter.instrument === "alarm");
    return [
      ...(await store.read(
        planId,
        rows.map((letter) => letter.id),
      )),
    ].sort((a, b) => a.closedAt - b.closedAt);
  };
  const slip = (post: string): NoticeDraft => draft("urge", [person(post)]);

  it("reach the office once a day in one letter, and again in another month while they go on", async () => {
    const planId = await newPlan();
    const days = ["2021-07-01", "2021-07-02", "2021-07-15", "2021-08-02"];
    for (const [no, day] of days.entries()) {
      const posts = no === 1 ? ["town2/desk"] : ["town1/desk", "helper/desk"];
      await record(planId, no, [row(`r${no}`, at(day, "09:00"), "i1", ...posts.map(slip))], [storedItem("i1")]);
      const closing = at(day, "09:10");
      expect(await store.closingsUpTo(planId, closing)).toEqual([closing]);
      await store.close(planId, closing);
      expect(await store.closingsUpTo(planId, Number.MAX_SAFE_INTEGER)).toEqual([]);
    }
    const letters = await alarmLetters(planId);
    expect(
      letters.map(({ person: to, says }) => [
        to?.id,
        says.planDay,
        says.sections.flatMap(({ alarms = [] }) => alarms.map(({ what, times }) => [what.kind, times])),
      ]),
    ).toEqual([
      // The closing's own alarm, and what was alarmed when it was recorded.
      [
        "p-office-desk",
        "2021-07-01",
        [
          ["noEmail", 1],
          ["vacantPost", 1],
        ],
      ],
      ["p-office-desk", "2021-07-02", [["unreachable", 1]]],
      [
        "p-office-desk",
        "2021-08-02",
        [
          ["noEmail", 3],
          ["vacantPost", 3],
        ],
      ],
    ]);
    const { subject, text } = renderLetter(letters[0]?.says as LetterModel);
    expect(subject).toBe("【推演】送达提示：2项情况（合成）");
    expect(text).toContain("没有电子邮箱：p-town1-desk\n   任职：单位town1town1经办");
    expect(text).toContain(
      "岗位空缺：单位helperhelper经办\n   情况：应送该岗位的文件已按规定转送单位helperhelper主要负责人。",
    );
    expect(text).not.toMatch(/vacantPost|noEmail|town1\/desk|undefined/);
  });

  it("name a letter by its form, and have no number of their own", async () => {
    const planId = await newPlan();
    const again = draft("suspension", [person("town1/desk")], {
      facts: { resumed: true, documentNo: "督办〔2021〕3号" },
    });
    await record(planId, 0, [row("a", at("2021-07-01", "09:00"), "i1", again)], [storedItem("i1")]);
    await store.close(planId, at("2021-07-01", "09:10"));
    const [told] = await alarmLetters(planId);
    const { text } = renderLetter(told?.says as LetterModel);
    expect(text).toContain("2021年7月1日的恢复办理通知");
    expect(told?.says.documentNo).toBeUndefined();
    expect(text).not.toMatch(/督办〔|暂缓通知/u);
  });

  it("about a dead address go to somebody else, and never round in a circle", async () => {
    const planId = await newPlan();
    // What a leader asks of the office reaches its desk.
    const asked = draft("instruction", [person("office/desk")]);
    await record(planId, 0, [row("a", at("2021-07-01", "09:00"), "i1", asked)], [storedItem("i1")]);
    await store.close(planId, at("2021-07-01", "09:10"));
    const [first] = await store.list(planId);
    await fail(planId, first?.id ?? "", at("2021-07-01", "09:11"));
    // Not before the next closing: that day's alarms have been told.
    const next = at("2021-07-02", "09:10");
    expect(await store.nextClosing(planId)).toBe(next);
    await store.close(planId, next);
    const [told] = await alarmLetters(planId);
    expect(told?.person?.id).toBe("p-office-head");
    // The head's address is dead too: the desk hears of that once, and there it ends.
    await fail(planId, told?.id ?? "", at("2021-07-02", "09:11"));
    for (let round = 0; round < 5; round++) {
      const closing = await store.nextClosing(planId);
      if (closing === null) break;
      await store.close(planId, closing);
      for (const letter of await alarmLetters(planId)) await fail(planId, letter.id, closing + 60_000);
    }
    expect(await store.nextClosing(planId)).toBeNull();
    expect((await alarmLetters(planId)).map((letter) => letter.person?.id)).toEqual(["p-office-head", "p-office-desk"]);
  });
});
