/** Registers in a month's request over HTTP on the real servers: kept by their rows, or said to be unchanged, before the unit can answer. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BulletinView, RowsAnswer } from "../../../api/bulletins/schemas.js";
import type { RequestView } from "../../../api/months/schemas.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { asked, months, told } from "../../support/asked-bundle.js";
import { keptBundle } from "../../support/kept-bundle.js";
import { type Acting, type Answer, startActing } from "../acting.js";

const OFFICE = "p-office-desk";
const plan = asked(keptBundle);
const bundle: PlanBundle = { ...plan, policy: { ...plan.policy, months: { ...months, registers: true } } };

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(bundle);
  await acting.goTo("2021-06-21", "18:00");
}, 240_000);
afterAll(() => acting.close());

const gridOf = (unit: string): string => `/months/2021-06/requests/${unit}`;
async function send(method: "POST" | "PUT", path: string, body: unknown, person: string): Promise<Answer> {
  const response = await acting.request(person, path, {
    method,
    headers: { "content-type": "application/json", ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}) },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer["body"] };
}
async function grid(unit: string): Promise<RequestView> {
  const { status, body } = await acting.get(`p-${unit}-desk`, gridOf(unit));
  expect([status, body]).toMatchObject([200, {}]);
  return body as unknown as RequestView;
}
/** Fills in the cells of a unit's grid, so that nothing but its registers can be in the way. */
async function fill(unit: string): Promise<string> {
  const { rows } = await grid(unit);
  const filled = rows.map(({ key, asksProgress, draft }) => ({
    key,
    cells: told(asksProgress ? "10" : undefined),
    seen: draft?.version ?? 0,
  }));
  expect(await send("PUT", `${gridOf(unit)}/draft`, { rows: filled }, `p-${unit}-desk`)).toMatchObject({ status: 200 });
  return (await grid(unit)).draft;
}
const answer = async (unit: string, unchanged?: readonly string[]): Promise<Answer> =>
  send(
    "POST",
    `${gridOf(unit)}/send`,
    { sha256: await fill(unit), ...(unchanged ? { unchanged } : {}) },
    `p-${unit}-desk`,
  );
const registersOf = async (unit: string) =>
  (await grid(unit)).registers.map(({ register, period, state, missing, mayBeUnchanged }) => [
    register.id,
    period.zh,
    state,
    missing.map(({ id }) => id),
    mayBeUnchanged,
  ]);
const keep = (unit: string, villages: readonly string[]): Promise<Answer> =>
  send(
    "POST",
    "/registers/facilities/rows",
    { rows: villages.map((village) => ({ row: null, was: 0, cells: { village, water: "达标" } })) },
    `p-${unit}-desk`,
  );

describe("registers in a month's request over HTTP", () => {
  it("stand beside the rows with their period, and with what is missing", async () => {
    expect(await registersOf("lead")).toEqual([["projects", "2021年6月", "notKept", [], true]]);
    expect(await registersOf("town1")).toEqual([["facilities", "2021年第二季度", "notKept", ["v1", "v2"], false]]);
    expect((await grid("unit")).registers).toEqual([]);
  });

  it("keep a unit from answering until every place that is wanted has a row of the period", async () => {
    expect(await answer("town1")).toMatchObject({ status: 409, body: { code: "incomplete" } });
    // What was never filled in cannot be unchanged.
    expect(await answer("town1", ["facilities"])).toMatchObject({ status: 409, body: { code: "incomplete" } });
    expect(await keep("town1", ["v1"])).toMatchObject({ status: 200 });
    expect(await registersOf("town1")).toMatchObject([["facilities", "2021年第二季度", "notKept", ["v2"], false]]);
    expect(await keep("town1", ["v2"])).toMatchObject({ status: 200 });
    expect(await registersOf("town1")).toMatchObject([["facilities", "2021年第二季度", "kept", [], true]]);
    expect(await answer("town1")).toMatchObject({ status: 200, body: { registers: [{ state: "kept" }] } });
  });

  it("are said to be unchanged with the answer, by name, and nothing else is", async () => {
    expect(await answer("lead")).toMatchObject({ status: 409, body: { code: "incomplete" } });
    expect(await answer("lead", ["facilities"])).toMatchObject({ status: 422, body: { code: "badValue" } });
    expect(await answer("lead", ["projects"])).toMatchObject({
      status: 200,
      body: { registers: [{ state: "unchanged" }] },
    });
    // Sent again it stays said.
    expect(await answer("lead")).toMatchObject({ status: 200, body: { registers: [{ state: "unchanged" }] } });
  });

  it("are counted in the month's bulletin as they stood, each figure with its rows", async () => {
    await acting.goTo("2021-07-02", "18:00");
    const drafted = await send("POST", "/months/2021-06/bulletin/draft", {}, OFFICE);
    const { content } = drafted.body as unknown as BulletinView;
    const value = (key: string) => content?.figures.find((figure) => figure.key === key)?.value;
    expect(["registers.all", "registers.kept", "registers.unchanged", "registers.notKept"].map(value)).toEqual([
      3, 1, 1, 1,
    ]);
    const said = content?.bulletin.sections
      .flatMap(({ paragraphs }) => paragraphs)
      .find(({ id }) => id === "notKept")
      ?.zh.map(({ text }) => text);
    expect(said).toEqual(["未更新台账的单位：单位town2（基础设施清单）。"]);
    const { body } = await acting.get(OFFICE, "/months/2021-06/bulletin/rows?figure=registers.notKept");
    expect((body as unknown as RowsAnswer).rows.map(({ unit, what, state }) => [unit?.id, what, state.zh])).toEqual([
      ["town2", "基础设施清单", "未更新"],
    ]);
  });
});
