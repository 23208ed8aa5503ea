/** Two half-years played by the rules alone from one number: what is filed, found, put right, objected to; and the draft of each. */
import { draftBulletinOf, type Drafted } from "../../../domain/bulletins/draft.js";
import type { DraftOf } from "../../../domain/bulletins/drafting.js";
import { type FindingFact, isLateIn, type Records, type RoundRecord } from "../../../domain/bulletins/facts.js";
import { roundRecord } from "../../../domain/bulletins/round-record.js";
import { findingFact } from "../../../domain/bulletins/finding-facts.js";
import { problemKeys } from "../../../domain/bulletins/problems.js";
import type { ItemState } from "../../../domain/items/work-item.js";
import type { FiledLine } from "../../../domain/ledger/inspection-events.js";
import type { NewRow } from "../../../domain/ledger/record.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { calendarVersion, type RuleSet } from "../../../domain/plan/rule-set.js";
import { messagesOf } from "../../../domain/streams/messages.js";
import { isAboutFinding } from "../../../domain/streams/apply-finding.js";
import { applyRows, decideBatch, emptyTask, openingRows, type TaskState } from "../../../domain/streams/task-stream.js";
import { announcedRounds, PlayedRound, rulesOf } from "../inspections/played.js";

/** Numbers that follow from one, each from 0 to below `most`. */
export function drawing(seed: number): (most: number) => number {
  let state = seed >>> 0 || 1;
  return (most) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state >>> 4) % most;
  };
}

export interface HalfYear {
  readonly played: PlayedRound;
  readonly record: RoundRecord;
  readonly records: Records;
  readonly drafted: Drafted;
  readonly of: DraftOf;
  /** Everything that the tasks' streams had recorded of findings by then. */
  readonly taskRows: readonly NewRow[];
  readonly day: string;
  /** Rectification items as they stood. */
  readonly items: readonly ItemState[];
}

/** The tasks' streams, of which only findings are of interest. */
class Tasks {
  readonly states = new Map<string, TaskState>();
  readonly rows: NewRow[] = [];

  constructor(
    private readonly bundle: PlanBundle,
    private readonly ruleSet: RuleSet,
    private readonly openedAt: number,
  ) {}

  private state(stream: string): TaskState {
    const known = this.states.get(stream);
    if (known) return known;
    const no = Number(stream.split("/")[1]);
    const leadUnit = this.bundle.plan.tasks.find((task) => task.no === no)?.leadUnits[0] ?? "";
    const versions = { policy: this.bundle.policy.version, calendar: this.bundle.calendar.version };
    return applyRows(emptyTask(stream), openingRows({ no, leadUnit }, [], versions, this.openedAt), this.ruleSet);
  }

  get items(): ItemState[] {
    return [...this.states.values()].flatMap(({ items, ended }) => [...Object.values(items), ...Object.values(ended)]);
  }

  tell(row: NewRow, from: string): void {
    for (const { to, body } of messagesOf(row, from)) {
      if (!isAboutFinding(body)) continue;
      // Ladders are of no interest here: nothing falls due.
      const decided = decideBatch(this.state(to), [], row.at, this.ruleSet, [body], false);
      this.states.set(to, decided.state);
      this.rows.push(...decided.rows);
    }
  }

  /** 销号 of an item, without the way there. */
  close(item: string, at: number): void {
    for (const [stream, state] of this.states) {
      if (!state.items[item]) continue;
      const row: NewRow = {
        type: "closed",
        item,
        at,
        cause: `close/${item}/${at}`,
        causeNo: 0,
        payload: { text: "已整改" },
      };
      this.states.set(stream, applyRows(state, [row], this.ruleSet));
      this.rows.push(row);
    }
  }
}

const GRADES = ["pass", "pass", "pass", "mostly", "fail", "notApplicable"] as const;

function answersOf(played: PlayedRound, id: string, draw: (most: number) => number): FiledLine[] {
  return played.visit(id).plan.lines.map((line) => {
    // Some places fail on the same lines each time: found again, and again after their closing.
    const fails = (line.length + Number(id.replace(/\D/g, ""))) % 4 === 0;
    const grade = fails ? "fail" : (GRADES[draw(GRADES.length)] ?? "pass");
    const taken = played.at(played.info.to.slice(0, 8) + "20", "09:00");
    return played.answer(line, grade, {
      ...(grade === "pass" && draw(40) === 0 ? { highlight: `本村有3条做法{lines.fail}值得“推广”` } : {}),
      ...(grade === "fail" && draw(5) === 0 ? { contradicts: true } : {}),
      photos:
        draw(30) === 0
          ? [
              {
                sha256: draw(20).toString(16).padStart(64, "0"),
                takenAt: taken - draw(3) * 86_400_000,
                source: "camera",
              },
            ]
          : [],
    });
  });
}

/** Visits of a round: most are filed in time, some late, some never; some are objected to. */
function play(played: PlayedRound, tasks: Tasks, draw: (most: number) => number, visits: number): number {
  const { payload } = played.rows[0] as NewRow<"roundOpened">;
  const { visitsUntil, closesOn } = payload.scheme;
  const planned = played.visits.map(({ plan }) => plan.id);
  const late: string[] = [];
  const file = (id: string, at: number): void => {
    const answers = answersOf(played, id, draw);
    for (const no of [0, 1]) {
      const clock = { deviceAt: at + 60_000, receivedAt: at, offset: 60_000 };
      played.act(at, played.inspector(id, no), { kind: "takeAlong", visit: id, device: `d${no}` });
      played.act(at, played.inspector(id, no), { kind: "fileLines", visit: id, answers, clock });
    }
    played.act(at, played.inspector(id), { kind: "submitCheck", visit: id });
  };
  for (const id of planned.slice(0, visits)) {
    const lot = draw(12);
    if (lot === 0) continue;
    if (lot === 1) late.push(id);
    else file(id, played.at(visitsUntil, "10:00"));
  }
  for (const { plan, submitted } of played.visits) {
    if (!submitted || draw(8) !== 0) continue;
    const line = submitted.lines[draw(submitted.lines.length)]?.line ?? "";
    const at = played.at(visitsUntil, "15:00");
    played.act(at, played.inspector(plan.id), {
      kind: "serveConclusion",
      visit: plan.id,
      to: "村干部",
      capacity: "书记",
    });
    const unit = plan.place.township ?? plan.place.id;
    const inspected = { person: `p-${unit}`, post: `${unit}-desk`, unit };
    played.act(at, inspected, { kind: "fileObjection", visit: plan.id, lines: [line], text: "情况与事实不符" });
    const granted = draw(2) === 0;
    if (draw(3) === 0) continue;
    const decider = { ...played.office(), person: "p-decider" };
    const grades = granted ? { [line]: "pass" as const } : {};
    played.act(at, decider, { kind: "decideObjection", visit: plan.id, no: 1, granted, reason: "经复核", grades });
  }
  const end = played.at(closesOn, "23:59") + 86_400_000 * 3;
  played.decide(end);
  for (const id of late) file(id, end + 3_600_000);
  for (const row of played.rows) tasks.tell(row, played.state.stream);
  return end + 7_200_000;
}

/**
 * @param most visits of a round that are filed at all: fewer are quicker.
 */
export function playHalfYears(bundle: PlanBundle, seed: number, most = 30, rounds = 2): HalfYear[] {
  const ruleSet = rulesOf(bundle);
  const draw = drawing(seed);
  const announced = announcedRounds(bundle, "2023-12-31").slice(0, rounds);
  const tasks = new Tasks(bundle, ruleSet, announced[0]?.at ?? 0);
  const made: HalfYear[] = [];
  for (const { payload } of announced) {
    const played = new PlayedRound(bundle, payload.round, {}, ruleSet).approve();
    const now = play(played, tasks, draw, most);
    for (const { id, status } of tasks.items)
      if (status !== "closed" && status !== "cancelled" && draw(2) === 0)
        tasks.close(id, now + (1 + draw(50)) * 86_400_000);
    // Long enough for some to be overdue.
    const day = new Date(now + 60 * 86_400_000).toISOString().slice(0, 10);
    made.push(halfYearOf(played, tasks, made, day, ruleSet));
  }
  return made;
}

function halfYearOf(
  played: PlayedRound,
  tasks: Tasks,
  earlier: readonly HalfYear[],
  day: string,
  ruleSet: RuleSet,
): HalfYear {
  const { bundle, state } = played;
  if (!state.scheme || !bundle.checklists) throw new Error("a round has a scheme and checklists");
  const record = roundRecord(state, ruleSet, bundle.plan);
  const isLate = isLateIn([record, ...earlier.map((one) => one.record)]);
  const findings = tasks.items.flatMap((item): FindingFact[] => {
    const fact = findingFact({ state: item, calendar: bundle.calendar.version }, day, ruleSet, isLate);
    return fact ? [fact] : [];
  });
  const records: Records = { current: record, previous: earlier.at(-1)?.record ?? null, findings };
  const of: DraftOf = {
    planId: "yimin-zhifu",
    records,
    bundle,
    checklists: bundle.checklists,
    calendar: calendarVersion(ruleSet, bundle.calendar.version),
    scheme: state.scheme,
    asOf: { day, seq: state.seq, hash: "0".repeat(64) },
    earlier: [...earlier].reverse().map((one) => problemKeys(one.record)),
    systemicDecided: state.systemic,
  };
  return {
    played,
    record,
    records,
    drafted: draftBulletinOf(of),
    of,
    taskRows: [...tasks.rows],
    day,
    items: tasks.items,
  };
}
