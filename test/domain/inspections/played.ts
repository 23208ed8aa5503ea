/** Rounds of the seed plan played by the rules alone: opened by the plan's stream, filed whole, with what each knows of those before. */
import type { RoundAct, RoundCommand } from "../../../domain/inspections/acts.js";
import { contentOf } from "../../../domain/inspections/decide-filing.js";
import { decideRound } from "../../../domain/inspections/decide-round.js";
import { openingRow } from "../../../domain/inspections/open-round.js";
import { applyRoundRows, emptyRound } from "../../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../../domain/inspections/round-types.js";
import { NO_FACTS, type RoundFacts } from "../../../domain/inspections/scheme.js";
import type { FiledLine, RoundStreamInfo } from "../../../domain/ledger/inspection-events.js";
import type { Actor, NewRow, Outcome } from "../../../domain/ledger/record.js";
import { ruleSetOf } from "../../../domain/people/heads.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import type { RuleSet } from "../../../domain/plan/rule-set.js";
import {
  applyPlanRows,
  decidePlan,
  emptyPlan,
  nextPlanDue,
  planOpeningRows,
} from "../../../domain/streams/plan-stream.js";
import { taskStreams } from "../../../domain/streams/streams.js";

export function rulesOf(bundle: PlanBundle): RuleSet {
  const { policy, calendar, checklists } = bundle;
  return ruleSetOf(
    bundle,
    { [policy.version]: policy },
    { [calendar.version]: calendar },
    checklists ? { [checklists.version]: checklists } : {},
  );
}

/** Every round that the plan's stream announces by itself, in order, with the rows that it announced them by. */
export function announcedRounds(bundle: PlanBundle, until: string): NewRow<"roundAnnounced">[] {
  const ruleSet = rulesOf(bundle);
  const at = instantAt(bundle.plan.start, "08:00", ruleSet.offsetMinutes);
  const end = instantAt(until, "12:00", ruleSet.offsetMinutes);
  const versions = { policy: bundle.policy.version, calendar: bundle.calendar.version };
  let state = applyPlanRows(emptyPlan("plan"), planOpeningRows(taskStreams(bundle), versions, at), ruleSet);
  const found: NewRow<"roundAnnounced">[] = [];
  for (let due = nextPlanDue(state, ruleSet); due !== null && due <= end; due = nextPlanDue(state, ruleSet)) {
    const decided = decidePlan(state, [], due, ruleSet);
    if (decided.rows.length === 0) throw new Error(`nothing was decided at ${due}, though it was due`);
    found.push(...decided.rows.filter((row) => row.type === "roundAnnounced"));
    state = decided.state;
  }
  return found;
}

/** A round's stream by hand. */
export class PlayedRound {
  state: RoundState;
  readonly rows: NewRow[] = [];
  private keys = 0;

  constructor(
    readonly bundle: PlanBundle,
    readonly info: RoundStreamInfo,
    facts: Partial<RoundFacts> = {},
    readonly ruleSet = rulesOf(bundle),
  ) {
    const opening = openingRow(info.stream, bundle, { ...NO_FACTS, info, ...facts }, info.openedAt);
    this.state = applyRoundRows(emptyRound(info.stream), [opening], ruleSet);
    this.rows.push(opening);
  }

  get visits(): readonly VisitState[] {
    return Object.values(this.state.visits);
  }

  visit(id: string): VisitState {
    const visit = this.state.visits[id];
    if (!visit) throw new Error(`no visit ${id}`);
    return visit;
  }

  at(day: string, time = "10:00"): number {
    return instantAt(day, time, this.ruleSet.offsetMinutes);
  }

  /** The office's desk. */
  office(): Actor {
    const { office } = this.ruleSet.bodies;
    return { person: "p-office", post: `${office}-desk`, unit: office };
  }

  /** A member of a visit's group; `no` 0 is its 组长. */
  inspector(visit: string, no = 0): Actor {
    const group = this.state.groups.find(({ visits }) => visits.includes(visit));
    const ordered = group
      ? [...group.members].sort((a, b) => Number(b.person === group.leader) - Number(a.person === group.leader))
      : [];
    const one = ordered[no];
    if (!one) throw new Error(`${visit} has no inspector ${no}`);
    return { person: one.person, post: one.post, unit: one.unit };
  }

  /** Acts, one batch; what fell due before comes first. */
  act(now: number, actor: Actor, ...acts: readonly RoundAct[]): readonly Outcome[] {
    const commands = acts.map((round): RoundCommand => ({ key: `k${++this.keys}`, actor, round }));
    return this.decide(now, commands);
  }

  decide(now: number, commands: readonly RoundCommand[] = []): readonly Outcome[] {
    const stored = Object.fromEntries(
      this.visits.map(({ plan, filed }) => [
        plan.id,
        filed.flatMap(({ answer }) => answer.photos.map(({ sha256 }) => sha256)).filter((one) => !this.lost.has(one)),
      ]),
    );
    const { rows, outcomes, state } = decideRound(this.state, commands, now, { delegations: [], stored }, this.ruleSet);
    this.rows.push(...rows);
    this.state = state;
    return outcomes;
  }

  /** Photos whose bytes never arrived. */
  readonly lost = new Set<string>();

  /** The refusal of the only act; null: it took effect. */
  refused(now: number, actor: Actor, act: RoundAct): string | null {
    const [outcome] = this.act(now, actor, act);
    return outcome?.refused[0]?.code ?? null;
  }

  /** Approved on its opening day. */
  approve(): this {
    const refused = this.refused(this.info.openedAt + 3_600_000, this.office(), {
      kind: "approveScheme",
      text: "同意",
    });
    if (refused !== null) throw new Error(`the scheme was refused: ${refused}`);
    return this;
  }

  /** Files and submits a whole visit. `fails`: lines that fail. */
  file(id: string, day: string, fails: readonly string[] = []): void {
    const visit = this.visit(id);
    const answers = visit.plan.lines.map((line) => this.answer(line, fails.includes(line) ? "fail" : "pass"));
    // One member may not judge lines of their own unit: each answers what they may.
    const now = this.at(day);
    for (const no of [0, 1])
      this.act(now, this.inspector(id, no), { kind: "fileLines", visit: id, answers, clock: clockAt(now) });
    const refused = this.refused(now, this.inspector(id), { kind: "submitCheck", visit: id });
    if (refused !== null) throw new Error(`${id} was refused: ${refused}`);
  }

  answer(line: string, grade: FiledLine["grade"], more: Partial<FiledLine> = {}): FiledLine {
    const cause = this.bundle.checklists?.lines.find(({ key }) => key === line)?.causes[0] ?? "duty";
    const failed = grade === "fail" ? { cause, text: "现场与要求不符" } : { text: "" };
    return { line, revision: 1, grade, photos: [], answeredAt: 1, ...failed, ...more };
  }
}

export const clockAt = (now: number) => ({ deviceAt: now, receivedAt: now, offset: 0 });
export { contentOf };
