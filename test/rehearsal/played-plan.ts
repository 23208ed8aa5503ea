/** The small plan played on the real parts with a few people acting: something of everything a report tells. */
import type { Command, CommandKind } from "../../domain/items/commands.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Actor } from "../../domain/ledger/record.js";
import { Letters } from "../support/letters.js";
import { drive, NOBODY, type People, type PlannedAct } from "../../rehearsal/driver.js";
import { bundle } from "../support/small-bundle.js";
import { at } from "../support/small-plan.js";
import { type PlanRun, startPlan } from "../support/plan-run.js";

export const LAST_DAY = "2021-11-30";

const desk = (unit: string): Actor => ({ person: `p-${unit}-desk`, post: `${unit}/desk`, unit });
const leader: Actor = { person: "p-leader-2", post: "leader/2", unit: "group" };
const liaison: Actor = { ...desk("helper"), onBehalfOf: { person: leader.person, post: leader.post } };

let keys = 0;
function act(day: PlanDate, item: string, kind: CommandKind, actor: Actor, more: object = {}): PlannedAct {
  const words = { text: "已落实", reason: "按程序办理", evidence: ["照片"], approver: "leader/1", until: null };
  const command = { key: `act-${++keys}`, kind, actor, items: [item], ...words, ...more };
  const stream = item.startsWith("plan/") || item.startsWith("ledger/") ? "task/1" : "task/2";
  return { at: at(day, "10:30"), stream, command: command as unknown as Command };
}

/** Deadlines: plan 05-31, ledger and works 06-30, area 10-31 (which is cancelled). What nobody acts on stays silent. */
function acts(): PlannedAct[] {
  keys = 0;
  return [
    // In time.
    act("2021-04-13", "plan/county", "signFor", desk("lead")),
    act("2021-05-20", "plan/county", "report", desk("lead")),
    act("2021-05-21", "plan/county", "verify", desk("office")),
    act("2021-05-24", "plan/county", "closeOut", desk("office")),
    // An extension granted, one refused.
    act("2021-06-24", "ledger/town1", "requestExtension", desk("town1"), { to: "2021-08-31" }),
    act("2021-06-24", "ledger/town2", "requestExtension", desk("town2"), { to: "2021-08-31" }),
    act("2021-06-25", "ledger/town1", "proposeExtension", desk("office"), { grant: true }),
    act("2021-06-25", "ledger/town2", "proposeExtension", desk("office"), { grant: false }),
    act("2021-06-28", "ledger/town1", "decideExtension", desk("group"), { grant: true }),
    act("2021-06-28", "ledger/town2", "decideExtension", desk("group"), { grant: false }),
    // The whole ladder, a return, closed late.
    act("2021-04-14", "works/v2", "signFor", desk("unit")),
    act("2021-07-05", "works/v2", "signInstrument", desk("office"), {
      rung: "supervise",
      documentNo: "督办〔2021〕1号",
    }),
    act("2021-07-12", "works/v2", "acknowledge", liaison),
    act("2021-07-12", "works/v2", "instruct", leader, { unit: "unit", replyBy: "2021-07-20" }),
    act("2021-07-14", "works/v2", "report", desk("unit")),
    act("2021-07-15", "works/v2", "returnForRework", desk("office")),
    act("2021-07-20", "works/v2", "report", desk("unit")),
    act("2021-07-21", "works/v2", "verify", desk("office")),
    act("2021-07-22", "works/v2", "closeOut", desk("office")),
    // Suspended over its deadline, then silent.
    act("2021-06-10", "works/v3", "suspend", desk("office"), { until: "2021-07-19" }),
    // Overdue, then its deadline moved, then reported before it came before the leader.
    act("2021-07-02", "works/v4", "requestExtension", desk("unit"), { to: "2021-08-31" }),
    act("2021-07-05", "works/v4", "proposeExtension", desk("office"), { grant: true }),
    act("2021-07-06", "works/v4", "decideExtension", desk("group"), { grant: true }),
    act("2021-07-06", "works/v4", "signFor", desk("unit")),
    act("2021-07-07", "works/v4", "report", desk("unit")),
    act("2021-07-08", "works/v4", "verify", desk("office")),
    act("2021-07-09", "works/v4", "closeOut", desk("office")),
    act("2021-09-01", "area/v4", "cancel", desk("office")),
  ].sort((a, b) => a.at - b.at);
}

function peopleOf(script: PlannedAct[]): People {
  return {
    ...NOBODY,
    nextAt: () => script[0]?.at ?? null,
    takeAt: async (instant) => script.splice(0, script.filter((each) => each.at === instant).length),
  };
}

export interface PlayedPlan {
  readonly run: PlanRun;
  readonly refused: number;
}

/** Played until every ladder has run out, its letters closed and sent but for one that fails. */
export async function playSmallPlan(): Promise<PlayedPlan> {
  const run = await startPlan(bundle);
  await run.startWorker();
  await run.open();
  const report = await drive({
    planId: run.planId,
    store: run.store,
    gateway: run.gateway,
    people: peopleOf(acts()),
    until: null,
  });
  const letters = new Letters(run.database.pool);
  await letters.close(run.planId, at(LAST_DAY));
  const [first, ...others] = await letters.claim(run.planId, 10_000);
  if (!first) throw new Error("no letter has closed");
  await letters.markSent(
    run.planId,
    others.map(({ id }) => id),
  );
  const failure = { ...first, error: "550 no such mailbox", permanent: true };
  await letters.markFailed(run.planId, [failure], run.openedAt);
  return { run, refused: report.refused };
}
