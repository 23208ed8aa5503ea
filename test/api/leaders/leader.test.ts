/** A leader's page by role: whose villages, what waits, what was said and what came of it, and nothing from beyond anybody's reach. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LeaderPage } from "../../../api/leaders/schemas.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { bundle } from "../../support/small-bundle.js";
import { type Acting, startActing } from "../acting.js";
import { pdf } from "../photos.js";

/** With a liaison for the second leader: the small plan has none. */
const withLiaison: PlanBundle = {
  ...bundle,
  roster: {
    ...bundle.roster,
    posts: [
      ...bundle.roster.posts.map((post) => (post.id === "leader/2" ? { ...post, liaison: "leader/2/liaison" } : post)),
      {
        id: "leader/2/liaison",
        title: "联络员",
        level: "desk",
        holders: [{ value: "p-liaison" }],
        fallback: ["office/desk"],
      },
    ],
    persons: [...bundle.roster.persons, { id: "p-liaison", name: "p-liaison", email: "p-liaison@sample.invalid" }],
  },
};

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(withLiaison);
  // Seven working days after the deadline of the villages' works.
  await acting.goTo("2021-07-09");
  await acting.run.gateway.closeLetters(acting.run.planId, Date.parse("2021-07-09T10:00:00+08:00"));
}, 120_000);
afterAll(() => acting?.close());

async function pageOf(person: string, query = ""): Promise<LeaderPage> {
  const { status, body } = await acting.get(person, `/leader${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as LeaderPage;
}
const villagesOf = ({ villages }: LeaderPage): string[] => villages.map(({ village }) => village.id);
const waitingIn = ({ box }: LeaderPage): string[] =>
  box.flatMap(({ lines }) => lines.map(({ item }) => item.id)).toSorted();

/** Every item that an answer speaks of. */
function itemsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const one of value) itemsIn(one, found);
  else if (value !== null && typeof value === "object") {
    const record = value as Readonly<Record<string, unknown>>;
    if (typeof record["id"] === "string" && typeof record["milestone"] === "string") found.add(record["id"]);
    for (const one of Object.values(record)) itemsIn(one, found);
  }
  return found;
}

describe("a leader's page", () => {
  it("shows a county leader the own villages by light, since when, and with whom each item hangs", async () => {
    const page = await pageOf("p-leader-2");
    expect(page.seats.map(({ kind, post }) => [kind, post.id])).toEqual([["countyLeader", "leader/2"]]);
    expect(villagesOf(page)).toEqual(["v2", "v4"]);
    const [first] = page.villages;
    expect(first).toMatchObject({ as: "countyLeader", light: "red", counts: { red: 1 } });
    expect(first?.lines[0]).toMatchObject({
      item: { id: "works/v2", workingDaysOverdue: 7 },
      since: "2021-07-01",
      awaited: { unit: { id: "unit" }, step: "signFor" },
      lastWords: null,
    });
    expect(first?.lines[0]?.pressed.map(({ instrument }) => instrument)).toContain("urge");
    expect(waitingIn(page)).toEqual(expect.arrayContaining(["works/v2", "works/v4"]));
    expect(page.waiting).toBe(waitingIn(page).length);
    // Its letter may be read where it stands.
    for (const { letter, on } of page.box) {
      expect(on).toMatch(/^2021-/);
      expect((await acting.get("p-leader-2", `/letters/${letter}`)).status).toBe(200);
    }
  });

  it("says reply-by days in working days, as dates of the calendar", async () => {
    expect((await pageOf("p-leader-2")).replyBy).toEqual([
      { days: 3, on: "2021-07-14" },
      { days: 5, on: "2021-07-16" },
      { days: 10, on: "2021-07-23" },
    ]);
  });

  it.each([
    ["p-leader-1", "countyLeader", "leader/1", ["v1", "v3"]],
    ["p-liaison", "countyLeader", "leader/2", ["v2", "v4"]],
    ["p-unit-head", "departmentHead", "unit/head", ["v1", "v2", "v3", "v4"]],
    ["p-helper-head", "helpingUnit", "helper/head", ["v1", "v2", "v3", "v4"]],
    ["p-group-head", "leadingGroup", "group/head", []],
  ])("is %s's as %s", async (person, kind, post, villages) => {
    const page = await pageOf(person);
    const [seat] = page.seats;
    expect([seat?.kind, page.seat]).toEqual([kind, post]);
    expect(villagesOf(page)).toEqual(villages);
  });

  it("is empty for who has neither a village nor anything to read", async () => {
    for (const person of ["p-unit-desk", "p-office-desk", "p-supervision-desk", "p-town1-desk", "auditor"]) {
      const page = await pageOf(person);
      expect([page.seat, page.seats, page.villages, page.box, page.said], person).toEqual([null, [], [], [], []]);
    }
  });

  it("tells nobody of an item beyond their reach, nor of another's seat", async () => {
    for (const person of ["p-leader-1", "p-leader-2", "p-liaison", "p-unit-head", "p-helper-head"]) {
      const { body } = await acting.get(person, "/items?limit=200");
      const own = new Set((body as unknown as { rows: { id: string }[] }).rows.map(({ id }) => id));
      const told = itemsIn(await pageOf(person));
      expect(told.size, person).toBeGreaterThan(0);
      expect(
        [...told].filter((id) => !own.has(id)),
        person,
      ).toEqual([]);
    }
    const mine = itemsIn((await pageOf("p-leader-1")).villages);
    expect([...mine].filter((id) => id.endsWith("/v2") || id.endsWith("/v4"))).toEqual([]);
    for (const [person, seat] of [
      ["p-leader-2", "leader/1"],
      ["p-liaison", "leader/1"],
      ["p-office-desk", "leader/2"],
      ["p-unit-desk", "unit/head"],
      ["p-leader-2", "nobody"],
    ] as const) {
      const { status, body } = await acting.get(person, `/leader?seat=${encodeURIComponent(seat)}`);
      expect([person, seat, status, body["code"]]).toEqual([person, seat, 403, "notYours"]);
    }
    expect((await acting.get(null, "/leader")).status).toBe(401);
  });

  it("shows a liaison the leader's box, and says for whom they sit there", async () => {
    const [leader, liaison] = [await pageOf("p-leader-2"), await pageOf("p-liaison")];
    expect(liaison.box).toEqual(leader.box);
    expect(liaison.villages).toEqual(leader.villages);
    expect(liaison.seats[0]?.capacity.onBehalfOf?.id).toBe("leader/2");
    expect(liaison.seats[0]?.holder.person?.id).toBe("p-leader-2");
  });
});

describe("what is said there", () => {
  it("leaves the box, and is told in the ledger's words", async () => {
    const done = await acting.act("p-leader-2", "acknowledge", { items: ["works/v2"], text: "已阅。" });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const page = await pageOf("p-leader-2");
    expect(waitingIn(page)).not.toContain("works/v2");
    const [said] = page.said;
    expect(said).toMatchObject({ kind: "acknowledged", on: "2021-07-09", enteredBy: null, replyBy: null });
    const ledger = await acting.get("p-leader-2", `/items/${encodeURIComponent("works/v2")}/ledger?limit=200`);
    const rows = (ledger.body as unknown as { rows: { type: string; words: unknown }[] }).rows;
    expect(said?.items[0]?.words).toEqual(rows.findLast(({ type }) => type === "acknowledged")?.words);
    // It still stands among the villages, red.
    expect(page.villages[0]?.light).toBe("red");
    // The other leader's said is another's.
    expect((await pageOf("p-leader-1")).said).toEqual([]);
  });

  it("goes in batch to each item's own unit, and what came of it is told item by item", async () => {
    const elsewhere = (await pageOf("p-leader-2")).elsewhere.map(({ item }) => item.id);
    expect(elsewhere).toContain("ledger/town1");
    const text = "请查明原因，限期办结。";
    const items = ["works/v4", "ledger/town1"];
    const done = await acting.act("p-leader-2", "instruct", { items, text, replyBy: "2021-07-14" });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const [said] = (await pageOf("p-leader-2")).said;
    expect(said).toMatchObject({ kind: "instructed", text, replyBy: "2021-07-14", written: false });
    const units = said?.items.map(({ item, unit, outcome }) => [item.id, unit?.id, outcome?.state]).toSorted();
    expect(units).toEqual([
      ["ledger/town1", "town1", "waiting"],
      ["works/v4", "unit", "waiting"],
    ]);

    const { body } = await acting.get("p-unit-desk", `/items/${encodeURIComponent("works/v4")}`);
    const [instruction] = (body as unknown as { instructions: { id: string }[] }).instructions;
    await acting.act("p-unit-desk", "replyToInstruction", {
      items: ["works/v4"],
      instruction: instruction?.id,
      text: "已安排专班",
    });
    const outcome = async () =>
      (await pageOf("p-leader-2")).said[0]?.items.find(({ item }) => item.id === "works/v4")?.outcome;
    // The leader sees a report once the office has checked it, in what came of the 批示 and in the item's line.
    const saysSo = async () => JSON.stringify(await pageOf("p-leader-2")).includes("已安排专班");
    expect(await outcome()).toMatchObject({ state: "waiting", text: null });
    expect(await saysSo()).toBe(false);
    await acting.act("p-office-desk", "forwardReply", {
      items: ["works/v4"],
      instruction: instruction?.id,
      text: "情况属实",
    });
    expect(await saysSo()).toBe(true);
    await acting.goTo("2021-07-15");
    const [later] = (await pageOf("p-leader-2")).said;
    const outcomes = new Map(later?.items.map(({ item, outcome }) => [item.id, outcome]));
    expect(outcomes.get("works/v4")).toMatchObject({ state: "replied", text: "已安排专班" });
    expect(outcomes.get("ledger/town1")).toMatchObject({ state: "late", replyBy: "2021-07-14" });
  });

  it("is noted by the liaison, and entered with its scan: never said in the leader's place", async () => {
    await acting.goTo("2021-07-23");
    const waiting = waitingIn(await pageOf("p-liaison"));
    expect(waiting.length).toBeGreaterThan(0);
    const [item = ""] = waiting;
    const bare = await acting.act("p-liaison", "instruct", { items: [item], text: "抓紧", replyBy: "2021-07-30" });
    expect([bare.status, bare.body["code"]]).toEqual([422, "badValue"]);
    expect(String(bare.body["detail"])).toContain("须附批示扫描件");

    const form = new FormData();
    form.set("effectiveOn", "2021-07-23");
    form.set("file", new Blob([pdf]), "批示.pdf");
    const filed = await acting.request("p-liaison", `/items/${encodeURIComponent(item)}/evidence`, {
      method: "POST",
      headers: { "idempotency-key": "scan-of-the-written-one" },
      body: form,
    });
    expect(filed.status, await filed.clone().text()).toBeLessThan(300);
    const scan = createHash("sha256").update(pdf).digest("hex");
    const kept = ((await filed.json()) as { file: { sha256: string } }).file.sha256;
    expect(kept).toBe(scan);
    const more = { items: [item], text: "抓紧办理。", replyBy: "2021-07-30", scan: kept };
    const done = await acting.act("p-liaison", "instruct", more);
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    const [said] = (await pageOf("p-leader-2")).said;
    expect(said).toMatchObject({
      kind: "instructed",
      written: true,
      by: { person: { id: "p-leader-2" } },
      enteredBy: { person: { id: "p-liaison" } },
    });
    expect(said?.items[0]?.words.zh).toMatch(/联络员（p-liaison）录入县领导2p-leader-2同志书面批示：抓紧办理/);
    expect(said?.items[0]?.words.zh).not.toContain("代");

    const read = await acting.act("p-liaison", "acknowledge", { items: ["works/v2"], text: "已阅。" });
    expect(read.status, JSON.stringify(read.body)).toBe(200);
    const newest = (await pageOf("p-liaison")).said.find(({ kind }) => kind === "acknowledged");
    expect(newest?.items[0]?.words.zh).toMatch(/登记县领导2p-leader-2同志已阅/);
  });

  it("never tells how long anybody took to read", async () => {
    for (const person of ["p-leader-2", "p-liaison", "p-group-head", "p-unit-head"]) {
      const { seats, said, box } = await pageOf(person);
      // Nothing here joins a submission's day to that of its reading.
      for (const each of said.filter(({ kind }) => kind === "acknowledged"))
        expect(Object.keys(each).toSorted()).toEqual(
          ["by", "enteredBy", "items", "kind", "on", "replyBy", "text", "written"].toSorted(),
        );
      expect(JSON.stringify([seats, box])).not.toMatch(/acknowledgedOn|readOn|readAt/);
    }
  });
});
