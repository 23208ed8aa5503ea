/** Whether a signed 督办函 was delivered, as the tables hold it when a talk falls due: read, recorded, and alarmed where it was not. */
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { listAlarms } from "../../../prisma/alarms/alarm-store.js";
import { handOver } from "../../../prisma/letters/paper.js";
import { listLetters } from "../../../prisma/letters/read-letters.js";
import { freshDatabase } from "../../support/database.js";
import { Letters } from "../../support/letters.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";

const database = await freshDatabase();
const { pool } = database;
afterAll(() => database.drop());
const letters = new Letters(pool);

let recorder: Recorder;
let letter: string;
beforeEach(async () => {
  recorder = await new Recorder(pool, bundle).open();
  await recorder.runTo(recorder.at("2021-07-05", "09:30"));
  const at = recorder.at("2021-07-05", "10:30");
  await recorder.act("task/2", at, command("signInstrument", people.office, "works/v1", { rung: "supervise" }));
  await letters.close(recorder.planId, at + 60_000);
  const all = await listLetters(pool, recorder.planId, { instrument: "supervise" }, null, 50);
  letter = all.find(({ state, documentNo }) => state !== "draft" && documentNo !== null)?.id ?? "";
  expect(letter).not.toBe("");
});

const stateOf = (state: string) =>
  pool.query("UPDATE letter SET state = $3::letter_state WHERE plan_id = $1 AND id = $2", [
    recorder.planId,
    letter,
    state,
  ]);
async function checks(): Promise<unknown[]> {
  const { rows } = await pool.query(
    "SELECT type, payload FROM ledger WHERE plan_id = $1 AND item_id = 'works/v1' AND (type = 'deliveryChecked' OR payload ->> 'instrument' = 'summonsTalk') ORDER BY seq",
    [recorder.planId],
  );
  return rows.map(({ type, payload }) =>
    type === "deliveryChecked" ? [payload.deliveredOn ?? "undelivered", payload.until] : type,
  );
}
const undelivered = async (): Promise<string[]> =>
  (await listAlarms(pool, recorder.planId)).filter(({ kind }) => kind === "letterUndelivered").map(({ key }) => key);

describe("a signed letter", () => {
  it("that went out counts as delivered on its day: the talk is proposed", async () => {
    await stateOf("sent");
    await recorder.runTo(recorder.at("2021-07-21", "09:30"));
    expect(await checks()).toEqual([["2021-07-05", "2021-07-08"], "instrumentDrafted"]);
    expect(await undelivered()).toEqual([]);
  });

  it("that reached nobody is an alarm that names it, and no talk, until it is entered as handed over and has had its time", async () => {
    await stateOf("manual");
    await recorder.runTo(recorder.at("2021-07-21", "09:30"));
    expect(await checks()).toEqual([["undelivered", "2021-07-26"]]);
    expect(await undelivered()).toEqual(["letterUndelivered/督办〔2021〕1号"]);
    const [alarm] = (await listAlarms(pool, recorder.planId)).filter(({ kind }) => kind === "letterUndelivered");
    expect(String(alarm?.detail["zh"])).toContain("督办函（督办〔2021〕1号）尚未送达单位unit");
    const handed = { letter, receivedBy: "收件员", receivedOn: "2021-07-22", deliveredBy: "送件员" };
    expect(await handOver(pool, recorder.planId, handed, "p-office-desk")).toBe("handedOver");
    await recorder.runTo(recorder.at("2021-07-27", "09:30"));
    expect(await checks()).toEqual([
      ["undelivered", "2021-07-26"],
      ["2021-07-22", "2021-07-27"],
    ]);
    await recorder.runTo(recorder.at("2021-07-28", "09:30"));
    expect((await checks()).at(-1)).toBe("instrumentDrafted");
  });
});
