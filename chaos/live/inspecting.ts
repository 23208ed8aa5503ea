/**
 * A round of inspections that opens at a live plan's first instant: the office approves it, inspectors file their lines one by one
 * while parts are killed, and submit.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { RoundAct } from "../../domain/inspections/acts.js";
import { contentOf } from "../../domain/inspections/decide-filing.js";
import { roundStream } from "../../domain/inspections/round-name.js";
import { groupOf } from "../../domain/inspections/round-state.js";
import type { RoundState } from "../../domain/inspections/round-types.js";
import type { FiledLine, Inspector } from "../../domain/ledger/inspection-events.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Checklists } from "../../domain/plan/checklists.js";
import { RoundReader } from "../../prisma/ledger/round-reader.js";
import type { Caller } from "../caller.js";
import { leadUnit, workingDayAfter } from "../plan.js";
import type { Journal } from "../journal.js";
import type { Stage } from "../stage.js";
import { bringPhoto, newPhoto, type Photo } from "./photos.js";

const ROUND = "2021H1";
const HALF_YEAR_ENDS = "2021-06-30";
const LINES = ["roads", "water", "works", "ledger"] as const;
/** Between two looks for the round, and between two lines of a visit (milliseconds). */
const LOOK_EVERY = 200;
const BETWEEN_LINES = 900;
/** It opens at the first instant, or is given up: the checker says what is missing (milliseconds). */
const OPENS_WITHIN = 120_000;

/** The plan with a task of its own that is inspected: what is found there has a stream of its own. `day`: on which the round opens. */
export function withRound(bundle: PlanBundle, day: string): PlanBundle {
  const { plan, policy } = bundle;
  const task = plan.tasks.length + 1;
  const [first] = plan.tasks;
  if (!first) throw new Error("a plan without tasks has nothing to inspect");
  const tasks = [
    ...plan.tasks,
    { ...first, no: task, title: `任务${task}`, leadUnits: [leadUnit(task)], clause: `二${task}`, milestones: [] },
  ];
  return { ...bundle, plan: { ...plan, tasks }, policy: inspecting(policy, day), checklists: checklistsOf(task) };
}

/** A policy with inspections: rounds open so early that this one opens on the day. */
export function inspecting(policy: PlanBundle["policy"], day: string): PlanBundle["policy"] {
  let opensBefore = 1;
  while (workingDayAfter(HALF_YEAR_ENDS, -opensBefore) > day) opensBefore++;
  const ladder = [2, 4].map((offset) => ({
    id: `late${offset}`,
    offset,
    instrument: "inspection",
    kind: "auto",
    to: ["primaryUnit"],
    copy: [],
  })) satisfies PlanBundle["policy"]["ladders"][string];
  return {
    ...policy,
    ladders: { ...policy.ladders, inspection: ladder },
    inspections: {
      first: ROUND,
      last: ROUND,
      kind: "evaluation",
      basis: "方案三",
      opensBefore,
      closingDays: 5,
      objectionDays: 10,
      rectifyWithin: { minor: 30, serious: 20, grave: 10 },
      sampleShare: 1,
      maxLines: 25,
      groupSize: 2,
      inFull: [],
      systemicFrom: 99,
    },
  };
}

const checklistsOf = (task: number): Checklists => ({
  version: 1,
  causes: [{ id: "funds", title: "资金未到位" }],
  lines: LINES.map((key) => ({
    key,
    task,
    text: `${key}是否落实`,
    clause: "二",
    from: { kind: "fourChecks", check: "losses" },
    scope: "visit",
    guidance: "现场看",
    good: "落实到位",
    evidence: [],
    causes: ["funds"],
    severity: "serious",
    rectifier: { kind: "township" },
  })),
});

/** Plays the round from its opening to the last submission. */
export async function inspectRound(stage: Stage, caller: Caller, journal: Journal, planId: string): Promise<void> {
  const rounds = new RoundReader(stage.pool);
  const read = async (): Promise<RoundState | null> =>
    (await caller.patient(() => rounds.read(planId, ROUND)))?.state ?? null;
  const deadline = Date.now() + OPENS_WITHIN;
  let opened = await read();
  for (; opened === null && Date.now() < deadline; opened = await read()) await sleep(LOOK_EVERY);
  if (opened === null) return;
  const office: Inspector = { person: "p-office-desk", post: "office/desk", unit: "office" };
  await inspect(caller, "approve", office, { kind: "approveScheme", text: "同意" });
  const state = opened;
  const bring = (id: string, photo: Photo): Promise<void> =>
    bringPhoto(stage, journal, { planId, round: ROUND, visit: id }, photo);
  await Promise.all(Object.keys(state.visits).map((id, no) => visit(caller, state, id, no, bring)));
}

/** Two inspectors by turns, each line a request of its own with a photo beside it; every fifth fails. It is submitted once all are in. */
async function visit(
  caller: Caller,
  state: RoundState,
  id: string,
  no: number,
  bring: (visit: string, photo: Photo) => Promise<void>,
): Promise<void> {
  const photos: Promise<void>[] = [];
  const members = groupOf(state, id)?.members ?? [];
  const [first] = members;
  if (!first) return;
  await inspect(caller, `take-${id}`, first, { kind: "takeAlong", visit: id, device: "手机" });
  for (const [at, line] of (state.visits[id]?.plan.lines ?? []).entries()) {
    await sleep(BETWEEN_LINES);
    const by = members[at % members.length] ?? first;
    // A photo may come before its line or after it.
    const photo = newPhoto();
    const brought = bring(id, photo);
    // Thrown where all are waited for.
    brought.catch(() => undefined);
    photos.push(brought);
    await inspect(caller, `file-${id}-${line}`, by, filing(id, line, (no + at) % 5 === 0, photo));
  }
  await Promise.all(photos);
  await inspect(caller, `submit-${id}`, first, { kind: "submitCheck", visit: id });
}

function filing(visit: string, line: string, fails: boolean, { sha256 }: Photo): RoundAct {
  const now = Date.now();
  const photos = [{ sha256, takenAt: now, source: "camera" }] as const;
  const base = { line, revision: 1, photos, answeredAt: now };
  const answer: FiledLine = fails
    ? { ...base, grade: "fail", text: "未落实", cause: "funds" }
    : { ...base, grade: "pass", text: "" };
  return { kind: "fileLines", visit, answers: [answer], clock: { deviceAt: now, receivedAt: now, offset: 0 } };
}

async function inspect(caller: Caller, key: string, { person, post, unit }: Inspector, act: RoundAct): Promise<void> {
  const items = ["visit" in act && typeof act.visit === "string" ? act.visit : ROUND];
  const filed =
    act.kind === "fileLines"
      ? act.answers.map((answer) => ({ visit: act.visit, line: answer.line, content: contentOf(answer) }))
      : [];
  const asked = { key: `round-${key}`, stream: roundStream(ROUND), kind: act.kind, items, more: {}, filed };
  await caller.inspect(asked, { key: asked.key, actor: { person, post, unit }, round: act });
}
