/** A check assigned by name, over HTTP on the real parts: who assigns, who is told and sees it, who may then check. */
import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import type { Post } from "../../../domain/plan/roster.js";
import { bundle } from "../../support/small-bundle.js";
import { type Acting, type Answer, startActing } from "../acting.js";
import { pdf } from "../photos.js";

const post = (id: string, unit: string, person: string): Post => ({
  id,
  title: `${unit}核查员`,
  unit,
  level: "desk",
  holders: [{ value: person }],
  fallback: ["office/desk"],
});

/** With a second person at the office and at the lead unit, who checks what townships report. */
const plan: PlanBundle = {
  ...bundle,
  roster: {
    ...bundle.roster,
    persons: [...bundle.roster.persons, { id: "p-second", name: "核查甲" }, { id: "p-lead-second", name: "核查乙" }],
    posts: [
      ...bundle.roster.posts,
      post("office/second", "office", "p-second"),
      post("lead/second", "lead", "p-lead-second"),
    ],
  },
};

let acting: Acting;
beforeAll(async () => {
  acting = await startActing(plan);
  await acting.goTo("2021-04-13");
}, 120_000);
afterAll(() => acting.close());

const V2 = "works/v2";
const TOWN = "ledger/town1";
const hash = createHash("sha256").update(pdf).digest("hex");
const text = { text: "说明" };
const code = ({ status, body }: Answer): string | number => (status === 200 ? 200 : String(body.code));
const act = async (person: string, action: string, more: object = text, item = V2): Promise<string | number> =>
  code(await acting.act(person, action, { items: [item], ...more }));
const assign = (person: string, verifier: string | null, item = V2): Promise<string | number> =>
  act(person, "assignVerifier", { verifier, ...text }, item);

async function report(person: string, item: string): Promise<void> {
  const form = new FormData();
  form.set("effectiveOn", "2021-04-13");
  form.set("file", new Blob([new Uint8Array(pdf)]), "佐证.pdf");
  const init = { method: "POST", headers: { "idempotency-key": randomUUID() }, body: form };
  expect((await acting.request(person, `/items/${encodeURIComponent(item)}/evidence`, init)).status).toBe(200);
  expect(await act(person, "signFor", {}, item)).toBe(200);
  expect(await act(person, "report", { ...text, evidence: [hash] }, item)).toBe(200);
}

async function turnsOn(person: string, item = V2): Promise<string[]> {
  const { body } = await acting.get(person, "/my?limit=200");
  const items = body.items as { item: { id: string }; asked: { turn: string }[] }[];
  return (items.find((one) => one.item.id === item)?.asked ?? []).map(({ turn }) => turn);
}
const detail = async (person: string, item = V2) =>
  (await acting.get(person, `/items/${encodeURIComponent(item)}`)).body as {
    verifier: { id: string; name: string } | null;
  };
interface Offered {
  readonly action: string;
  readonly may: boolean;
  readonly refs: readonly string[];
  readonly refusal: { readonly reason: { readonly zh: string } } | null;
}
const offered = async (person: string, action: string, item = V2): Promise<Offered | undefined> =>
  ((await acting.get(person, `/items/${encodeURIComponent(item)}/actions`)).body.actions as Offered[]).find(
    (one) => one.action === action,
  );

describe("a check", () => {
  it("is assigned by the office to somebody of the verifying unit, whom the routes name", async () => {
    await report("p-unit-desk", V2);
    expect(await offered("p-office-desk", "assignVerifier")).toMatchObject({
      may: true,
      refs: ["p-office-desk", "p-office-head", "p-second"],
    });
    expect(await turnsOn("p-second")).toEqual(["verify"]);
    expect(await assign("p-unit-head", "p-second")).toBe("notYours");
    expect(await assign("p-office-head", "p-lead-desk")).toBe("badValue");
    expect(await assign("p-office-head", "nobody")).toBe("badValue");
    expect(await assign("p-office-head", "p-second")).toBe(200);
    expect(await assign("p-office-head", "p-second")).toBe("illegalStep");
  });

  it("is then the verifier's alone: in their list, on the item's page, and to do", async () => {
    expect([await turnsOn("p-second"), await turnsOn("p-office-desk"), await turnsOn("p-office-head")]).toEqual([
      ["verify"],
      [],
      [],
    ]);
    expect((await detail("p-unit-desk")).verifier).toEqual({ id: "p-second", name: "核查甲" });
    expect(await act("p-office-desk", "verify")).toBe("notYours");
    expect(await act("p-office-head", "returnForRework", { reason: "缺材料" })).toBe("notYours");
    expect((await offered("p-office-desk", "verify"))?.refusal?.reason.zh).toBe(
      "该事项的核查已指派专人，应由被指派的人员办理。",
    );
    expect(await offered("p-second", "verify")).toMatchObject({ may: true });
    expect(await act("p-second", "verify")).toBe(200);
    expect((await detail("p-unit-desk")).verifier).toBeNull();
  });

  it("stands in the item's story, in both languages", async () => {
    const { body } = await acting.get("p-unit-desk", `/items/${encodeURIComponent(V2)}/ledger`);
    const row = (body.rows as { type: string; words: { zh: string; en: string } }[]).find(
      ({ type }) => type === "verifierAssigned",
    );
    expect(row?.words.zh).toMatch(/指派扶贫办核查甲核查：说明$/);
    expect(row?.words.en).toMatch(/assigned 核查甲 of 扶贫办 to verify it: 说明$/);
  });

  it("of a township's work is assigned by the lead unit's head, not its desk; nor to who reported it", async () => {
    expect(await assign("p-lead-desk", "p-lead-second", TOWN)).toBe("notAllowed");
    // The head of the lead unit is county leader 1.
    expect(await assign("p-leader-1", "p-lead-second", TOWN)).toBe(200);
    await report("p-town1-desk", TOWN);
    expect([await turnsOn("p-lead-second", TOWN), await turnsOn("p-lead-desk", TOWN)]).toEqual([["verify"], []]);
    // The closing unit may take it back.
    expect(await assign("p-office-desk", null, TOWN)).toBe(200);
    expect(await turnsOn("p-lead-desk", TOWN)).toEqual(["verify"]);
    expect(await assign("p-office-desk", "p-lead-second", TOWN)).toBe(200);
    expect(await act("p-lead-second", "returnForRework", { reason: "缺户" }, TOWN)).toBe(200);
  });

  it("is told to the verifier by letter", async () => {
    await acting.goTo("2021-04-15");
    const { rows } = await acting.run.database.pool.query(
      "SELECT DISTINCT item_id AS item FROM notice WHERE person = 'p-second' AND instrument = 'verificationRequest'",
    );
    expect(rows).toEqual([{ item: V2 }]);
  });

  it("is within the verifier's reach, whatever their unit", async () => {
    const { pool } = acting.run.database;
    // As if they had gone to another unit with the check in hand.
    const away =
      'UPDATE item SET state = jsonb_set(state, \'{verifier}\', \'{"person": "p-town2-desk", "post": "x"}\') WHERE id = $1';
    expect((await acting.get("p-town2-desk", `/items/${encodeURIComponent("works/v1")}`)).status).toBe(404);
    await pool.query(away, ["works/v1"]);
    await acting.act("p-unit-desk", "annotate", { items: [V2], ...text });
    expect((await acting.get("p-town2-desk", `/items/${encodeURIComponent("works/v1")}`)).status).toBe(200);
  });
});
