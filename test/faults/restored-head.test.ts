/**
 * A database restored from an older back-up, to which others have written since: its stream is as long as what the workflow
 * knows of it, and holds something else. That is noticed before anything is written to it.
 */
import { expect, it } from "vitest";
import { NeedsRebuild } from "../../gateway/failures.js";
import { hashOf } from "../../chaos/checker/chain.js";
import { readPlan } from "../../chaos/checker/rows.js";
import pg from "pg";
import { startPlan } from "../support/plan-run.js";
import { bundle } from "../support/small-bundle.js";
import { at, command, people } from "../support/small-plan.js";

it("a head of equal length but with another last row stops the workflow, with an alarm and the way out", async () => {
  const run = await startPlan(bundle);
  const { planId, gateway, database } = run;
  await run.startWorker();
  await run.open();
  const clock = await run.store.moveClock(planId, at("2021-04-12"));
  await gateway.tick(planId, "task/2", clock);
  await gateway.act(planId, "task/2", command("annotate", people.clerk, "works/v1", { text: "then lost" }), clock);

  // What a restored back-up would hold to which another process has appended since.
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const last = (await readPlan(client, planId)).rows.filter(({ stream }) => stream === "task/2").at(-1);
  if (!last) throw new Error("task/2 has no row");
  const other = { ...last, cause: "cmd/another", payload: { text: "recorded instead" } };
  const hash = hashOf(last.previous, other);
  await client.query("ALTER TABLE ledger DISABLE TRIGGER USER");
  await client.query(
    "UPDATE ledger SET cause = $3, payload = $4, hash = $5 WHERE plan_id = $1 AND stream = 'task/2' AND seq = $2",
    [planId, last.seq, other.cause, other.payload, hash],
  );
  await client.query("ALTER TABLE ledger ENABLE TRIGGER USER");
  await client.query("UPDATE stream SET head_hash = $2 WHERE plan_id = $1 AND name = 'task/2'", [planId, hash]);
  await client.end();
  const before = await run.ledger.readStream(planId, "task/2");

  const act = gateway.act(planId, "task/2", command("signFor", people.clerk, "works/v1"), clock, 20_000);
  await expect(act).rejects.toBeInstanceOf(NeedsRebuild);
  await expect(act).rejects.toThrow("npm run rebuild");
  expect(await run.ledger.readStream(planId, "task/2")).toEqual(before);
  const { rows } = await database.pool.query("SELECT kind, detail FROM alarm WHERE plan_id = $1", [planId]);
  expect(rows.map(({ kind }) => kind)).toEqual(["ledgerRestored"]);
  expect(rows[0].detail).toMatchObject({ stream: "task/2", head: last.seq, ahead: last.seq });
  expect(JSON.stringify(rows[0].detail)).toContain("npm run rebuild");
  await run.close();
}, 90_000);
