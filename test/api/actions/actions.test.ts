/** The life of a work item over HTTP, on the real workflows and ledger. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Acting, startActing } from "../acting.js";

let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
  await acting.goTo("2021-04-13");
});
afterAll(() => acting.close());

const V1 = "works/v1";
const V2 = "works/v2";

describe("an item's life", () => {
  it("is refused to strangers, and to whom it is not", async () => {
    expect(await acting.request(null, "/actions/signFor", { method: "POST" }).then((r) => r.status)).toBe(401);
    expect(await acting.act("p-lead-desk", "signFor", { items: [V1] })).toMatchObject({
      status: 404,
      body: { code: "unknownItem" },
    });
    const wrong = await acting.act("p-helper-desk", "signFor", { items: [V1] });
    expect(wrong).toMatchObject({ status: 403, body: { code: "notYours", item: V1 } });
    expect(wrong.body.reason).toEqual({
      zh: expect.stringContaining("“签收”应由该事项主办单位的经办人、主要负责人办理"),
      en: expect.stringContaining("clerk, head of the unit that owes the item"),
    });
    expect(await acting.act("auditor", "signFor", { items: [V1] })).toMatchObject({ status: 403 });
    expect(await acting.act("p-unit-desk", "signFor", { items: ["works/none"] })).toMatchObject({
      status: 404,
      body: { code: "unknownItem" },
    });
  });

  it("goes from 签收 to 销号, each step by whose it is, with the places in the ledger", async () => {
    const signed = await acting.act("p-unit-desk", "signFor", { items: [V1] });
    expect(signed).toMatchObject({
      status: 200,
      body: { action: "signFor", accepted: 1, refused: 0, outcomes: [{ item: V1, outcome: "accepted" }] },
    });
    expect((signed.body.outcomes as { rows: unknown }[])[0]?.rows).toEqual([
      { stream: "task/2", seq: expect.any(Number), type: "signedFor", at: "2021-04-13T10:00:00+08:00" },
    ]);
    expect(signed.headers.get("cache-control")).toBe("private, no-store");
    const again = await acting.act("p-unit-desk", "signFor", { items: [V1] });
    expect(again).toMatchObject({ status: 409, body: { code: "illegalStep" } });
    expect(again.body.reason).toEqual({
      zh: "事项当前为“已签收”，不能进行“签收”。",
      en: expect.stringContaining("is signedFor"),
    });
    expect(await acting.act("p-unit-desk", "reportProgress", { items: [V1], percent: 40, text: "进展" })).toMatchObject(
      {
        status: 200,
      },
    );
    const { rows } = await acting.run.database.pool.query(
      "SELECT type, actor FROM ledger WHERE plan_id = $1 AND item_id = $2 AND actor IS NOT NULL ORDER BY seq",
      [acting.run.planId, V1],
    );
    const actor = { person: "p-unit-desk", post: "unit/desk", unit: "unit", account: "account-p-unit-desk" };
    expect(rows).toEqual([
      { type: "signedFor", actor },
      { type: "progressReported", actor },
    ]);
  });

  it("tells what is wrong with a body in the reader's words", async () => {
    const bad = await acting.act("p-unit-desk", "reportProgress", { items: [V1], percent: 101, text: " " });
    expect(bad).toMatchObject({ status: 400, body: { code: "invalidBody" } });
    expect((bad.body.errors as { parameter: string }[]).map(({ parameter }) => parameter)).toEqual(["percent", "text"]);
    expect(await acting.act("p-unit-desk", "signFor", { items: [V1, V1] })).toMatchObject({
      status: 400,
      body: { errors: [{ parameter: "items", message: "不得重复" }] },
    });
    expect(await acting.act("p-unit-desk", "signFor", { items: [V1], more: 1 })).toMatchObject({ status: 400 });
  });
});

describe("several items in one request", () => {
  it("have each its own outcome", async () => {
    const mixed = await acting.act("p-unit-desk", "signFor", { items: [V1, V2, "ledger/town1", "none"] });
    expect(mixed.status).toBe(207);
    expect(mixed.body).toMatchObject({ accepted: 1, refused: 3 });
    expect(
      (mixed.body.outcomes as { item: string; outcome: string; refusal: { code: string } | null }[]).map(
        ({ item, outcome, refusal }) => [item, outcome, refusal?.code],
      ),
    ).toEqual([
      [V1, "refused", "illegalStep"],
      [V2, "accepted", undefined],
      ["ledger/town1", "refused", "unknownItem"],
      ["none", "refused", "unknownItem"],
    ]);
    const none = await acting.act("p-unit-desk", "signFor", { items: [V1, V2] });
    expect(none).toMatchObject({ status: 409, body: { code: "allRefused" } });
    expect((none.body.outcomes as { refusal: { reason: { zh: string } } }[])[1]?.refusal.reason.zh).toContain("已签收");
  });
});

describe("a key", () => {
  const count = async (): Promise<number> => {
    const { rows } = await acting.run.database.pool.query("SELECT count(*)::int AS n FROM ledger WHERE plan_id = $1", [
      acting.run.planId,
    ]);
    return rows[0].n as number;
  };
  const progress = { items: [V1, V2, "works/v4"], percent: 55, text: "又一次" };

  it("is needed, and bound to what was asked first", async () => {
    for (const key of ["", "short", "with space in it", "é".repeat(10)])
      expect(
        (
          await acting.request("p-unit-desk", "/actions/signFor", {
            method: "POST",
            headers: {
              "content-type": "application/json",
              ...(key === "" ? {} : { "idempotency-key": encodeURIComponent(key) === key ? key : "é" }),
            },
            body: JSON.stringify({ items: [V1] }),
          })
        ).status,
      ).toBe(400);
    const key = randomUUID();
    await acting.act("p-unit-desk", "reportProgress", progress, key);
    for (const other of [
      { ...progress, percent: 56 },
      { ...progress, items: [V1] },
    ])
      expect(await acting.act("p-unit-desk", "reportProgress", other, key)).toMatchObject({
        status: 422,
        body: { code: "keyReused" },
      });
    // Another account's key of the same name is another key.
    expect(await acting.act("p-lead-desk", "signFor", { items: [V1] }, key)).toMatchObject({ status: 404 });
  });

  it("brings the first accepted answer again, byte for byte, and nothing is done twice", async () => {
    const key = randomUUID();
    const first = await acting.act("p-unit-desk", "reportProgress", progress, key);
    expect(first.status).toBe(207);
    const before = await count();
    const same = await Promise.all([1, 2, 3].map(() => acting.act("p-unit-desk", "reportProgress", progress, key)));
    for (const each of same) expect([each.status, each.body]).toEqual([207, first.body]);
    expect(await count()).toBe(before);
  });

  it("of two that come together is one request", async () => {
    const key = randomUUID();
    const before = await count();
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => acting.act("p-unit-desk", "reportProgress", { ...progress, items: [V1] }, key)),
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(both.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  it("of a request that was cut off after the ledger had it finds what was done", async () => {
    const key = randomUUID();
    const first = await acting.act("p-unit-desk", "reportProgress", progress, key);
    // As if the API had been killed between the Update and its answer.
    await acting.run.database.pool.query(
      "ALTER TABLE action_request DISABLE TRIGGER action_request_once; UPDATE action_request SET answer = NULL; ALTER TABLE action_request ENABLE ALWAYS TRIGGER action_request_once",
    );
    const before = await count();
    const again = await acting.act("p-unit-desk", "reportProgress", progress, key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await count()).toBe(before);
  });

  it("whose request was refused is spent: the next try has a key of its own", async () => {
    const key = randomUUID();
    const body = { items: ["works/v4"], percent: 10, text: "开始" };
    expect(await acting.act("p-unit-desk", "reportProgress", body, key)).toMatchObject({ status: 409 });
    await acting.act("p-unit-desk", "signFor", { items: ["works/v4"] });
    expect(await acting.act("p-unit-desk", "reportProgress", body, key)).toMatchObject({ status: 409 });
    expect(await acting.act("p-unit-desk", "reportProgress", body)).toMatchObject({ status: 200 });
  });
});
