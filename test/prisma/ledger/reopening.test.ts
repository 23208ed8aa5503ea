/** A closed item reopened: its stream takes the event, its row is open again, and a rebuild makes the same of the ledger. */
import { afterAll, expect, it } from "vitest";
import { walkChain } from "../../../prisma/ledger/verify.js";
import { rebuildPlan } from "../../../prisma/rebuild/rebuild.js";
import { freshDatabase } from "../../support/database.js";
import { Recorder } from "../../support/recorder.js";
import { bundle } from "../../support/small-bundle.js";
import { command, people } from "../../support/small-plan.js";

const ITEM = "works/v1";
const database = await freshDatabase();
const { pool } = database;
afterAll(() => database.drop());

it("is open again, falls due again, and stays so in a rebuild", async () => {
  const recorder = await new Recorder(pool, bundle).open();
  const act = async (
    day: string,
    kind: Parameters<typeof command>[0],
    actor: Parameters<typeof command>[1],
    more = {},
  ) => {
    await recorder.advance(recorder.at(day));
    return recorder.act("task/2", recorder.at(day, "10:00"), command(kind, actor, ITEM, more));
  };
  const item = async () =>
    (
      await pool.query(
        "SELECT status, deadline_version AS version, closed_at AS closed, next_due AS due, state -> 'reopenings' AS reopenings FROM item WHERE plan_id = $1 AND id = $2",
        [recorder.planId, ITEM],
      )
    ).rows[0];
  await act("2021-04-13", "signFor", people.clerk);
  await act("2021-05-06", "report", people.clerk);
  await act("2021-05-07", "verify", people.office);
  expect(await act("2021-05-10", "closeOut", people.office)).toEqual([]);
  expect(await item()).toMatchObject({ status: "closed", due: null, reopenings: 0 });
  expect(await act("2021-05-11", "annotate", people.office)).toEqual(["unknownItem"]);
  expect(await act("2021-05-12", "reopen", people.clerk, { deadline: "2021-11-30" })).toEqual(["notYours"]);
  expect(await act("2021-05-12", "reopen", people.office, { deadline: "2021-11-30" })).toEqual([]);
  expect(await item()).toMatchObject({ status: "inProgress", version: 2, closed: null, reopenings: 1 });
  expect((await item()).due).toBeGreaterThan(recorder.at("2021-05-12"));
  const fired = async () =>
    (
      await pool.query(
        "SELECT count(*)::int AS n FROM ledger WHERE plan_id = $1 AND item_id = $2 AND type = 'rungFired' AND payload ->> 'version' = '2'",
        [recorder.planId, ITEM],
      )
    ).rows[0].n;
  await recorder.advance(recorder.at("2021-12-20"));
  expect(await fired()).toBeGreaterThan(2);
  expect((await walkChain(pool, recorder.planId, "task/2")).broken).toBeNull();
  expect(await rebuildPlan(pool, recorder.planId, { mode: "check" })).toMatchObject({ broken: null, equal: true });
});
