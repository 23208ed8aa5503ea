/** A month on the real servers: asked by the plan's workflow, answered by a desk, confirmed by its head, known to the tasks, urged, closed. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cells, draftHash, draftOf } from "../../domain/months/answers.js";
import type { MonthAct } from "../../domain/months/acts.js";
import { until } from "../../embedded/wait.js";
import type { Actor } from "../../domain/ledger/record.js";
import { drive, NOBODY } from "../../rehearsal/driver.js";
import { streamHeads, streamsAnnounced } from "../../prisma/ledger/stream-store.js";
import { requestsOfMonth, rowsOfRequest, saveDraft, writeDraft } from "../../prisma/months/month-store.js";
import { workflowId } from "../../workflows/names.js";
import { askedBundle, desk, head, monthCommand, told } from "../support/asked-bundle.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";
import { at, command } from "../support/small-plan.js";

const MONTH = "month/2021-04";
let run: PlanRun;
beforeAll(async () => {
  run = await startPlan(askedBundle);
  await run.startWorker();
  await run.open();
  await silent(at("2021-04-20", "18:00"));
});
afterAll(() => run.close());

const silent = async (end: number): Promise<void> => {
  const { planId, store, gateway } = run;
  await drive({ planId, store, gateway, people: NOBODY, until: end });
};

async function act(now: number, actor: Actor, month: MonthAct): Promise<void> {
  const clock = await run.store.moveClock(run.planId, now);
  await run.gateway.progress(run.planId, MONTH, monthCommand(actor, month), clock);
}

/** Saves a unit's rows and sends them. */
async function answer(now: number, unit: string, cells: (key: string, kind: string) => Cells): Promise<void> {
  const { pool } = run.database;
  const asked = await rowsOfRequest(pool, run.planId, "2021-04", unit);
  const rows = asked.map((row) => ({ key: row.key, cells: cells(row.key, row.asked.kind) }));
  await writeDraft(pool, { planId: run.planId, month: "2021-04", unit, person: `p-${unit}-desk`, at: now }, rows);
  const sha256 = draftHash(
    draftOf(
      asked.map((row) => row.asked),
      rows,
    ),
  );
  await act(now, desk(unit), { kind: "answerRequest", unit, sha256 });
}

const words = async (): Promise<string> => {
  const handle = run.client.workflow.getHandle(workflowId(run.planId, MONTH));
  const { currentDetails } = await handle.query<{ currentDetails: string }>("__temporal_workflow_metadata");
  return currentDetails;
};

describe("a month's workflow", () => {
  it("is begun by the plan's on its day, with one request a unit", async () => {
    const requests = await requestsOfMonth(run.database.pool, run.planId, "2021-04");
    expect(requests.map(({ unit, status }) => [unit, status])).toEqual([
      ["lead", "asked"],
      ["unit", "asked"],
      ["town1", "asked"],
      ["town2", "asked"],
    ]);
    expect((await rowsOfRequest(run.database.pool, run.planId, "2021-04", "unit")).map(({ key }) => key)).toEqual([
      "area/v4",
      "works/v1",
      "works/v2",
      "works/v3",
      "works/v4",
    ]);
    expect(await words()).toMatch(/^Answers are due on 2021-04-25\. 0 of 4 units have answered\. Next due: 2021-04-26/);
    const { rows } = await run.database.pool.query(
      "SELECT DISTINCT post FROM notice WHERE plan_id = $1 AND instrument = 'progressRequest' ORDER BY 1",
      [run.planId],
    );
    expect(rows.map(({ post }) => post)).toEqual(["lead/desk", "town1/desk", "town2/desk", "unit/desk"]);
  });

  it("takes what is saved, tells what is missing, and keeps apart who sends and who confirms", async () => {
    const now = at("2021-04-21", "10:00");
    await run.gateway.act(
      run.planId,
      "task/2",
      command("signFor", desk("unit"), "works/v1"),
      await run.store.moveClock(run.planId, now),
    );
    await expect(answer(now, "unit", () => ({}))).rejects.toMatchObject({
      outcome: { refused: [{ code: "incomplete" }] },
    });
    await answer(now, "unit", (key) => told(key === "works/v1" ? "３０%" : "0"));
    await expect(act(now, desk("unit"), { kind: "confirmAnswer", unit: "unit", version: 1 })).rejects.toMatchObject({
      outcome: { refused: [{ code: "notYours" }] },
    });
    await act(now, head("unit"), { kind: "returnAnswer", unit: "unit", version: 1, reason: "请补充措施" });
    await answer(now, "unit", (key) => told(key === "works/v1" ? "30" : "0", { measure: "已开工" }));
    await act(now, head("unit"), { kind: "confirmAnswer", unit: "unit", version: 2 });
  });

  it("tells the tasks of the progress that was confirmed", async () => {
    const worked = async () => {
      const { rows } = await run.database.pool.query(
        "SELECT (state ->> 'percent')::int AS percent, status FROM item WHERE plan_id = $1 AND id = 'works/v1'",
        [run.planId],
      );
      return rows[0].percent === 30 ? rows[0] : undefined;
    };
    expect(await until("the task to hear of it", worked, { timeoutMs: 10_000 })).toMatchObject({
      status: "inProgress",
    });
    const applied = (await run.ledger.readStream(run.planId, "task/2")).filter(
      ({ type }) => type === "progressApplied",
    );
    // What is not signed for yet takes no progress, and that stands there.
    expect(applied[0]?.payload).toMatchObject({
      unit: "unit",
      items: 1,
      refused: [{ code: "illegalStep" }, {}, {}, {}],
    });
  });

  it("shows two writers of one row what the other wrote, and writes over nothing", async () => {
    const { pool } = run.database;
    const of = { planId: run.planId, month: "2021-04", unit: "lead", at: 1 };
    const first = await saveDraft(pool, { ...of, person: "a" }, [
      { key: "plan/county", cells: { measure: "甲" }, seen: 0 },
    ]);
    expect(first).toEqual({ saved: [{ key: "plan/county", version: 1 }], conflicts: [] });
    const second = await saveDraft(pool, { ...of, person: "b" }, [
      { key: "plan/county", cells: { measure: "乙" }, seen: 0 },
    ]);
    expect(second).toMatchObject({ saved: [], conflicts: [{ cells: { measure: "甲" }, person: "a", version: 1 }] });
    const third = await saveDraft(pool, { ...of, person: "b" }, [
      { key: "plan/county", cells: { measure: "乙" }, seen: 1 },
    ]);
    expect(third).toEqual({ saved: [{ key: "plan/county", version: 2 }], conflicts: [] });
  });

  it("urges once who is late, closes with its figures, and is started anew after a rebuild", async () => {
    await silent(at("2021-04-26", "18:00"));
    const urged = (await run.ledger.readStream(run.planId, MONTH)).filter(({ type }) => type === "progressUrged");
    expect(urged.map(({ payload }) => payload)).toMatchObject([{ units: ["lead", "town1", "town2"] }]);
    await answer(at("2021-04-27", "10:00"), "town1", (_, kind) => told(kind === "item" ? "0" : undefined));
    await act(at("2021-04-27", "10:00"), head("town1"), { kind: "confirmAnswer", unit: "town1", version: 1 });
    await silent(at("2021-04-30", "18:00"));
    const closed = (await run.ledger.readStream(run.planId, MONTH)).find(({ type }) => type === "monthClosed");
    expect(closed?.payload).toMatchObject({
      snapshot: {
        units: [
          { unit: "lead", state: "asked", late: true },
          { unit: "unit", state: "confirmed", late: false },
          { unit: "town1", state: "confirmed", late: true },
          { unit: "town2", state: "asked", late: true },
        ],
      },
    });
    const announced = await streamsAnnounced(run.database.pool, run.planId);
    expect(announced.months.map(({ stream }) => stream)).toEqual([MONTH]);
    const plan = { planId: run.planId, mode: "rehearsal", openedAt: run.openedAt } as const;
    const { ended } = await run.gateway.workflows.restart(plan, announced, "small");
    expect(ended).toContain(MONTH);
    const clock = await run.store.moveClock(run.planId, at("2021-05-06", "10:00"));
    const stood = (await streamHeads(run.database.pool, run.planId)).find(({ stream }) => stream === MONTH);
    expect(await run.gateway.tick(run.planId, MONTH, clock)).toMatchObject({ seq: stood?.seq, hash: stood?.hash });
  });
});
