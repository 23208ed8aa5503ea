/**
 * A month's request that opens at a live plan's first instant: desks fill in their grids and send them, heads confirm or send back, some say
 * nothing and are urged, while parts are killed; once its figures are fixed the office drafts, signs and sends the bulletin.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "../../domain/ledger/record.js";
import type { MonthAct } from "../../domain/months/acts.js";
import { asksProgress, type DraftRow, draftHash } from "../../domain/months/answers.js";
import { monthStream } from "../../domain/months/month-name.js";
import type { MonthState, RequestState } from "../../domain/months/month-state.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Policy } from "../../domain/plan/policy.js";
import { keepMonthVersion } from "../../prisma/bulletins/bulletin-store.js";
import { draftMonth } from "../../prisma/bulletins/draft-month.js";
import { MonthReader, type ReadMonth } from "../../prisma/ledger/month-reader.js";
import { writeDraft } from "../../prisma/months/month-store.js";
import type { Caller } from "../caller.js";
import { leadUnit } from "../plan.js";
import type { Stage } from "../stage.js";

const MONTH = "2021-06";
/** Between two looks for the month, and between two acts of a desk (milliseconds). */
const LOOK_EVERY = 200;
const BETWEEN_ACTS = 700;
/** It opens at the first instant, and closes with the last, or is given up: the checker says what is missing (milliseconds). */
const COMES_WITHIN = 480_000;

/** Policies by which everybody is asked on the day, due the same day: who says nothing is urged, and the figures are fixed, at the firing time. */
export function asking(policy: Policy): Policy {
  return {
    ...policy,
    ladders: {
      ...policy.ladders,
      month: [
        {
          id: "urge",
          offset: 0,
          instrument: "progressRequest",
          kind: "auto",
          to: ["primaryUnit"],
          copy: ["primaryUnitHead"],
        },
      ],
    },
    months: {
      first: MONTH,
      last: MONTH,
      askOn: 1,
      dueOn: 1,
      // No run lasts until the next day: it closes on the day on which it is due.
      closesAfter: -1,
      dutiesEvery: 3,
      responsibleEvery: 6,
      copiedAfter: 3,
    },
  };
}

/** The plan with standing duties of each lead unit: it is asked, whatever becomes of its items. */
export function withDuties(bundle: PlanBundle): PlanBundle {
  const { plan } = bundle;
  const tasks = plan.tasks.map((task) => ({
    ...task,
    standingDuties: [{ id: `duty${task.no}`, text: `任务${task.no}的常态职责`, clause: task.clause }],
  }));
  return { ...bundle, plan: { ...plan, tasks } };
}

interface Desk {
  readonly stage: Stage;
  readonly caller: Caller;
  readonly planId: string;
  readonly read: () => Promise<ReadMonth | null>;
}

/** Plays the month from its opening to its bulletin. `tasks`: those whose lead units answer. */
export async function askedByMonth(
  stage: Stage,
  caller: Caller,
  bundle: PlanBundle,
  planId: string,
  tasks: number,
): Promise<void> {
  const months = new MonthReader(stage.pool);
  const desk: Desk = { stage, caller, planId, read: () => caller.patient(() => months.read(planId, MONTH)) };
  if (!(await until(desk, () => true))) return;
  await Promise.all(Array.from({ length: tasks }, (_, no) => answering(desk, leadUnit(no + 1), no)));
  const closed = await until(desk, ({ status }) => status === "closed");
  if (closed) await publish(desk, bundle);
}

async function until({ read }: Desk, holds: (state: MonthState) => boolean): Promise<ReadMonth | null> {
  for (const deadline = Date.now() + COMES_WITHIN; Date.now() < deadline; await sleep(LOOK_EVERY)) {
    const found = await read();
    if (found && holds(found.state)) return found;
  }
  return null;
}

const person = (unit: string, level: "desk" | "head"): Actor => ({
  person: `p-${unit}-${level}`,
  post: `${unit}/${level}`,
  unit,
});

/** Of four units one is confirmed at once, one sent back and confirmed then, one only sent, and one says nothing. */
async function answering(desk: Desk, unit: string, no: number): Promise<void> {
  if (no % 4 === 3) return;
  await sleep(BETWEEN_ACTS * (no % 3));
  await send(desk, unit, 1);
  if (no % 4 === 2) return;
  await sleep(BETWEEN_ACTS);
  if (no % 4 === 1) {
    await act(desk, `return-${unit}`, person(unit, "head"), {
      kind: "returnAnswer",
      unit,
      version: 1,
      reason: "请补充",
    });
    await sleep(BETWEEN_ACTS);
    await send(desk, unit, 2);
    await sleep(BETWEEN_ACTS);
  }
  const version = no % 4 === 1 ? 2 : 1;
  await act(desk, `confirm-${unit}`, person(unit, "head"), { kind: "confirmAnswer", unit, version });
}

/** Saves what the desk writes, and sends it by its hash. */
async function send(desk: Desk, unit: string, version: number): Promise<void> {
  const { caller, stage, planId } = desk;
  const request = (await desk.read())?.state.requests[unit];
  if (!request) return;
  const rows = rowsOf(request, version);
  const actor = person(unit, "desk");
  const of = { planId, month: MONTH, unit, person: actor.person, at: Date.now() };
  await caller.patient(() => writeDraft(stage.pool, of, rows));
  const filed = rows.map(({ key, cells }) => ({ visit: unit, line: key, content: cells.measure ?? "" }));
  await act(desk, `answer-${unit}-${version}`, actor, { kind: "answerRequest", unit, sha256: draftHash(rows) }, filed);
}

const rowsOf = ({ rows }: RequestState, version: number): DraftRow[] =>
  rows.map((row) => ({
    key: row.key,
    cells: {
      ...(asksProgress(row) ? { progress: "30" } : {}),
      measure: `${row.key}第${version}次填报`,
      problem: "无",
      nextStep: "继续推进",
    },
  }));

async function act(
  { caller }: Desk,
  name: string,
  actor: Actor,
  month: MonthAct,
  filed: readonly { readonly visit: string; readonly line: string; readonly content: string }[] = [],
): Promise<void> {
  const key = `month-${name}`;
  const items = ["unit" in month && typeof month.unit === "string" ? month.unit : MONTH];
  const asked = { key, stream: monthStream(MONTH), kind: month.kind, items, more: {}, filed };
  await caller.progress(asked, { key, actor, month });
}

/** The office's desk drafts and sends it, its head approves and signs. */
async function publish(desk: Desk, bundle: PlanBundle): Promise<void> {
  const { caller, stage, planId } = desk;
  const read = await desk.read();
  const day = dateAt(Date.now(), bundle.plan.timeZone.offsetMinutes);
  const drafted = read && draftMonth(read, bundle, day);
  if (!drafted) return;
  const { content, records } = drafted;
  const sha256 = await caller.patient(() => keepMonthVersion(stage.pool, planId, content, records));
  const [clerk, head] = [person("office", "desk"), person("office", "head")];
  await act(desk, "draft", clerk, { kind: "draftBulletin", sha256 });
  await act(desk, "approve", head, { kind: "approveBulletin", sha256, text: "同意" });
  await act(desk, "sign", head, { kind: "signBulletin", sha256 });
  await act(desk, "send", clerk, { kind: "sendBulletin", sha256, units: content.recipients });
}
