/** The office brings in what others wrote: previewed, then whole or not at all; a visit given to another group; who reads the remarks. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { Actor } from "../../../domain/ledger/record.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import { answer, clock, inspectedBundle, inspectors, roundCommand } from "../../support/inspected-bundle.js";
import { type Acting, startActing } from "../acting.js";

const OFFICE = "p-office-desk";
const MEMBER = "p-supervision-desk";
const TOWN = "p-town1-desk";
const VISIT = "/inspections/2021H1/visits/village-v1";
let acting: Acting;

const inspect = async (actor: Actor, ...acts: readonly RoundAct[]): Promise<void> => {
  const { run } = acting;
  const at = await run.store.moveClock(run.planId, instantAt("2021-06-09", "11:00", 480));
  for (const act of acts) await run.gateway.inspect(run.planId, "inspection/2021H1", roundCommand(actor, act), at);
};

// What an answer is depends on the route: each test looks at its own part.
async function post(person: string, path: string, body: unknown): Promise<{ status: number; body: any }> {
  const response = await acting.request(person, path, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const get = async (person: string, path: string): Promise<any> => (await acting.get(person, path)).body;
const rows = async (): Promise<unknown[]> =>
  (await get(OFFICE, VISIT)).lines.flatMap(({ filed }: { filed: unknown[] }) => filed);

beforeAll(async () => {
  acting = await startActing(inspectedBundle);
  await acting.goTo("2021-06-09");
  const everywhere: RoundAct = { kind: "editScheme", visit: ["v1", "v2"], reason: "全覆盖" };
  await inspect(inspectors.office, everywhere, { kind: "approveScheme", text: "同意" });
  const groups = [
    {
      id: "g1",
      leader: MEMBER,
      members: [inspectors.member, inspectors.office],
      visits: ["village-v1", "village-v2", "village-v3", "village-v4"],
    },
    { id: "g2", leader: OFFICE, members: [inspectors.office, inspectors.member], visits: [] },
  ];
  const { status, body } = await post(OFFICE, "/inspections/2021H1/groups", { groups, reason: "分组" });
  if (status !== 200) throw new Error(JSON.stringify(body));
}, 120_000);
afterAll(() => acting?.close());

describe("what the office brings in", () => {
  const given = [answer("works", "pass", { text: "已建成" }), answer("ledger", "fail", { text: "缺台账" })];

  it("is previewed for it alone, and nothing is recorded by looking", async () => {
    const body = { answers: [...given, answer("no-such", "pass")], enteredFor: MEMBER };
    expect((await post(MEMBER, `${VISIT}/parts/preview`, body)).status).toBe(403);
    const seen = await post(OFFICE, `${VISIT}/parts/preview`, body);
    expect(seen.status, JSON.stringify(seen.body)).toBe(200);
    expect(seen.body).toMatchObject({
      author: { id: MEMBER },
      place: { id: "v1" },
      lines: [
        { outcome: "new", before: null },
        { outcome: "new" },
        {
          outcome: "refused",
          reason: { zh: expect.stringMatching(/条目/), en: expect.stringMatching(/no such line/) },
        },
      ],
    });
    expect(await rows()).toEqual([]);
  });

  it("says who is not in the group, of the author and not of the reader", async () => {
    const { body } = await post(OFFICE, `${VISIT}/parts/preview`, { answers: given, enteredFor: TOWN });
    expect(body.lines[0]).toMatchObject({ outcome: "refused" });
    expect(body.lines[0].reason.zh).toMatch(/不在该处的检查组/);
    expect(body.lines[0].reason.zh).not.toMatch(/您/);
  });

  it("is recorded whole, or with one line refused not at all", async () => {
    const request = (answers: unknown[]) => ({ answers, deviceNow: Date.now(), enteredFor: MEMBER });
    const refused = await post(OFFICE, `${VISIT}/parts`, request([...given, answer("no-such", "pass")]));
    expect(refused.body.parts.map(({ ok }: { ok: boolean }) => ok)).toEqual([false, false, false]);
    expect(await rows()).toEqual([]);
    const done = await post(OFFICE, `${VISIT}/parts`, request(given));
    expect(done.body.parts).toMatchObject([{ ok: true }, { ok: true }]);
    expect(await rows()).toMatchObject([{ person: { id: MEMBER } }, { person: { id: MEMBER } }]);
    const again = await post(OFFICE, `${VISIT}/parts/preview`, { answers: given, enteredFor: MEMBER });
    expect(again.body.lines).toMatchObject([{ outcome: "same" }, { outcome: "same" }]);
    const other = [answer("works", "mostly"), answer("works", "mostly", { revision: 2 })];
    for (const [no, outcome] of ["beside", "new"].entries())
      expect(
        (await post(OFFICE, `${VISIT}/parts/preview`, { answers: [other[no]], enteredFor: MEMBER })).body.lines,
      ).toMatchObject([{ outcome, before: { answer: { grade: "pass" } } }]);
  });
});

describe("a hand-over", () => {
  const V2 = VISIT.replace("v1", "v2");

  it("is offered its 组长 and the office, to groups that may inspect there", async () => {
    expect((await get(MEMBER, V2)).handOverTo.map(({ id }: { id: string }) => id)).toContain("g2");
    expect((await get(OFFICE, V2)).handOverTo.map(({ id }: { id: string }) => id)).toContain("g2");
    expect((await post(TOWN, `${V2}/hand-over`, { to: "g2", reason: "忙" })).status).toBe(403);
  });

  it("is done once, whatever is sent again", async () => {
    const first = await post(MEMBER, `${V2}/hand-over`, { to: "g2", reason: "人员冲突" });
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    expect((await get(OFFICE, V2)).group.id).toBe("g2");
    expect((await post(MEMBER, `${V2}/hand-over`, { to: "g2", reason: "人员冲突" })).body.row).toBe(first.body.row);
    // Given back and given away again, it is given away.
    expect((await post(OFFICE, `${V2}/hand-over`, { to: "g1", reason: "恢复" })).status).toBe(200);
    expect((await post(MEMBER, `${V2}/hand-over`, { to: "g2", reason: "人员冲突" })).status).toBe(200);
    expect((await get(OFFICE, V2)).group.id).toBe("g2");
  });
});

it("shows the remarks to office, group, inspected and leading group, beside visit and finding; to a unit that owes a line not", async () => {
  await inspect(
    inspectors.member,
    {
      kind: "fileLines",
      visit: "village-v1",
      answers: ["works", "ledger", "losses"].map((line) =>
        answer(line, line === "works" ? "fail" : "pass", { text: "未通水", revision: 3 }),
      ),
      clock: clock(1_623_210_000_000),
    },
    { kind: "submitCheck", visit: "village-v1" },
    { kind: "serveConclusion", visit: "village-v1", to: "张三", capacity: "村党支部书记" },
    { kind: "remarkConclusion", visit: "village-v1", by: "张三", text: "水管月底通水" },
  );
  const said = [{ by: "张三", text: "水管月底通水", on: "2021-06-09", notedBy: { id: MEMBER } }];
  for (const person of [OFFICE, MEMBER, TOWN, "p-group-desk"]) {
    const visit = await get(person, VISIT);
    expect(visit.remarks, person).toMatchObject(said);
    expect(visit.conclusion).toMatchObject({ capacity: "村党支部书记", daysLeft: expect.any(Number) });
  }
  expect((await get("p-unit-desk", VISIT)).remarks).toEqual([]);
  const foundBy = async (person: string) => (await get(person, "/inspections/findings")).findings[0]?.found[0]?.remarks;
  expect(await foundBy(OFFICE)).toMatchObject(said);
  expect(await foundBy("p-unit-desk")).toEqual([]);
});
