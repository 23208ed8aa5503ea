/** An item that was closed is found not to be done: it is reopened over HTTP, on the real parts, and goes on as the same item. */
import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { disagreements } from "../../support/agreement.js";
import { type Acting, startActing } from "../acting.js";
import { pdf } from "../photos.js";

const ITEM = "works/v1";
let acting: Acting;
beforeAll(async () => {
  acting = await startActing();
}, 120_000);
afterAll(() => acting.close());

const act = async (person: string, action: string, more: Record<string, unknown> = {}): Promise<unknown> => {
  const { status, body } = await acting.act(person, action, { items: [ITEM], ...more });
  return status === 200 ? status : (body.code ?? status);
};

async function file(person: string): Promise<string> {
  const form = new FormData();
  form.set("effectiveOn", "2021-04-13");
  form.set("file", new Blob([new Uint8Array(pdf)]), "验收.pdf");
  const init = { method: "POST", headers: { "idempotency-key": randomUUID() }, body: form };
  expect((await acting.request(person, `/items/${encodeURIComponent(ITEM)}/evidence`, init)).status).toBe(200);
  return createHash("sha256").update(pdf).digest("hex");
}

it("from its closing to its ladder by the new deadline", async () => {
  const { run } = acting;
  await acting.goTo("2021-04-13");
  expect(await act("p-unit-desk", "signFor")).toBe(200);
  const evidence = [await file("p-unit-desk")];
  expect(await act("p-unit-desk", "report", { text: "完成", evidence })).toBe(200);
  expect(await act("p-office-desk", "verify", { text: "属实" })).toBe(200);
  expect(await act("p-office-head", "closeOut", { text: "销号" })).toBe(200);
  const again = { deadline: "2021-06-15", reason: "回头看发现未办结" };
  expect(await act("p-unit-desk", "reopen", again)).not.toBe(200);
  expect(await act("p-office-head", "reopen", again)).toBe(200);
  expect(await act("p-office-head", "reopen", again)).toBe("illegalStep");
  expect(await disagreements(run)).toEqual([]);

  const { body } = await acting.get("p-unit-desk", `/items/${encodeURIComponent(ITEM)}`);
  expect(body).toMatchObject({ status: "inProgress", deadline: "2021-06-15" });
  // Its unit is urged by the new deadline, and can report it once more.
  await acting.goTo("2021-06-16");
  const rows = (await run.ledger.readStream(run.planId, "task/2")).filter(({ item }) => item === ITEM);
  const since = rows.slice(rows.findIndex(({ type }) => type === "reopened") + 1);
  expect(since.map(({ type, payload }) => [type, "rung" in payload ? payload.rung : null])).toContainEqual([
    "rungFired",
    "urge",
  ]);
  expect(await act("p-unit-desk", "report", { text: "确已完成", evidence })).toBe(200);
  expect(await disagreements(run)).toEqual([]);
}, 120_000);
