/** A small synthetic plan for domain tests: the default policy, real 2021–2022 calendars, and a way to run a stream by hand. */
import type { Command, CommandKind } from "../../domain/items/commands.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { CalendarYear, PlanDate, Scope } from "../../domain/plan/plan.js";
import type { PlannedItem } from "../../domain/plan/bundle.js";
import type { Policy, Rung } from "../../domain/plan/policy.js";
import { instantAt } from "../../domain/plan/plan-date.js";
import type { Actor, NewRow } from "../../domain/ledger/record.js";
import {
  applyRows,
  decideBatch,
  emptyTask,
  nextDue,
  openingRows,
  type TaskState,
} from "../../domain/streams/task-stream.js";

export const OFFSET = 480;

function rung(
  id: string,
  offset: number,
  instrument: Rung["instrument"],
  to: Rung["to"],
  more: Partial<Rung> = {},
): Rung {
  return { id, offset, instrument, kind: "auto", to, copy: [], ...more };
}

const standIn = { instrument: "urge", to: ["primaryUnitHead"], copy: [] } as const;

function deadlineLadder(escalateTo: Rung["to"]): Rung[] {
  return [
    rung("remind20", -20, "reminder", ["primaryUnit"]),
    rung("remind5", -5, "reminder", ["primaryUnit"]),
    rung("remind1", -1, "reminder", ["primaryUnit"]),
    rung("urge", 1, "urge", ["primaryUnit"]),
    rung("supervise", 3, "supervise", ["primaryUnitHead"], { kind: "signed", standIn }),
    rung("escalate", 7, "escalate", escalateTo, {
      mandatory: true,
      repeat: { every: 5, times: 6, quietAfterAcknowledgement: 10 },
    }),
    rung("talk", 15, "summonsTalk", ["leadingGroup"], {
      kind: "signed",
      standIn,
      afterUnanswered: "supervise",
      blockedByCauseReview: true,
    }),
  ];
}

export const policy: Policy = {
  version: 1,
  title: "synthetic",
  firingTime: "09:00",
  closingTime: "09:10",
  ladders: {
    village: deadlineLadder(["villageCountyLeader"]),
    county: deadlineLadder(["leaderInCharge"]),
    signFor: [rung("unsigned3", 3, "urge", ["primaryUnit"]), rung("unsigned5", 5, "urge", ["primaryUnitHead"])],
    verification: [rung("check5", 5, "urge", ["verifier"]), rung("check8", 8, "urge", ["verifierHead"])],
    extension: [rung("decide3", 3, "urge", ["decider"]), rung("decide6", 6, "urge", ["deciderHead"])],
    instruction: [rung("reply1", 1, "urge", ["instructedUnit"]), rung("reply3", 3, "urge", ["instructedUnitHead"])],
    supporting: [
      rung("support-5", -5, "reminder", ["supportingUnit"]),
      rung("support1", 1, "urge", ["supportingUnit"]),
    ],
  },
  ladderByScope: { county: "county", township: "county", village: "village", area: "village" },
  signWithin: 2,
  warningDays: 20,
  progressTolerance: 20,
};

/** The ladder of docs/domain.md, "The ladder", with all that goes with it. */
function tableLadder(escalateTo: Rung["to"]): Rung[] {
  const answer = { act: "answer", within: 3 } as const;
  const progress = { act: "progress", within: 2 } as const;
  return [
    ...[20, 5, 1].map((days) => rung(`remind${days}`, -days, "reminder", ["primaryUnit"], { asks: { act: "report" } })),
    rung("urge", 1, "urge", ["primaryUnit"], { asks: progress }),
    rung("supervise", 4, "supervise", ["primaryUnitHead"], { kind: "signed", standIn, asks: answer }),
    rung("escalate", 7, "escalate", escalateTo, {
      mandatory: true,
      repeat: { every: [10, 20], times: 2, quietAfterAcknowledgement: 10, thenAgenda: 10 },
    }),
    rung("talk", 15, "summonsTalk", ["leadingGroup"], {
      kind: "signed",
      standIn,
      asks: { act: "decide", within: 5 },
      afterUnanswered: "supervise",
      blockedByCauseReview: true,
    }),
  ];
}

/** The policy of the table, for tests of its rules; the one above has none of them. */
export const tablePolicy: Policy = {
  ...policy,
  title: "table",
  ladders: {
    ...policy.ladders,
    village: tableLadder(["villageCountyLeader"]),
    county: tableLadder(["leaderInCharge"]),
    promise: [
      rung("promise-1", -1, "reminder", ["primaryUnit"], { asks: { act: "report" } }),
      rung("promise1", 1, "urge", ["primaryUnit"], { asks: { act: "report", within: 2 } }),
    ],
  },
  apart: { village: 2, county: 2 },
  graceAfterResumption: 3,
  holdAtMost: 5,
  reworkWithin: 5,
};

const range = (from: PlanDate, to: PlanDate): PlanDate[] => {
  const days: PlanDate[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};

/** The State Council's arrangement for 2021; 2022 is left with its public holidays only, enough for these tests. */
const years: CalendarYear[] = [
  {
    year: 2021,
    holidays: [
      ...range("2021-01-01", "2021-01-03"),
      ...range("2021-02-11", "2021-02-17"),
      ...range("2021-04-03", "2021-04-05"),
      ...range("2021-05-01", "2021-05-05"),
      ...range("2021-06-12", "2021-06-14"),
      ...range("2021-09-19", "2021-09-21"),
      ...range("2021-10-01", "2021-10-07"),
    ],
    workedWeekends: ["2021-02-07", "2021-02-20", "2021-04-25", "2021-05-08", "2021-09-18", "2021-09-26", "2021-10-09"],
  },
  {
    year: 2022,
    holidays: [...range("2022-01-01", "2022-01-03"), ...range("2022-10-01", "2022-10-07")],
    workedWeekends: [],
  },
];

export const calendar = { version: 1, years };

export const ruleSet: RuleSet = {
  policies: { "1": policy, "2": { ...policy, version: 2 } },
  calendars: { "1": calendar },
  bodies: { office: "office", supervisionOffice: "supervision", leadingGroup: "group" },
  offsetMinutes: OFFSET,
};

export const tableRules: RuleSet = {
  ...ruleSet,
  policies: { "1": tablePolicy, "2": { ...tablePolicy, version: 2 } },
};

export function planned(id: string, deadline: PlanDate, scope: Scope = "village", primaryUnit = "unit"): PlannedItem {
  const place = scope === "county" ? {} : { township: "town", ...(scope === "township" ? {} : { village: "v1" }) };
  return { id, task: 6, milestone: "m", target: "v1", scope, primaryUnit, deadline, assignOn: "2021-04-12", ...place };
}

export const at = (date: PlanDate, time = "09:00"): number => instantAt(date, time, OFFSET);

export const people = {
  clerk: { person: "clerk", post: "unit/desk", unit: "unit" },
  office: { person: "officer", post: "office/desk", unit: "office" },
  lead: { person: "leader", post: "lead/desk", unit: "lead" },
  town: { person: "towner", post: "town/desk", unit: "town" },
  group: { person: "chair", post: "group/desk", unit: "group" },
  leader: { person: "county", post: "leader/1", unit: "gov" },
  supervision: { person: "verifier", post: "supervision/desk", unit: "supervision" },
} satisfies Record<string, Actor>;

const smallRuleSet = ruleSet;

let keys = 0;
/** A command on one item with a fresh key. */
export function command(kind: CommandKind, actor: Actor, item: string, more: Record<string, unknown> = {}): Command {
  const texts = { text: "text", reason: "reason", evidence: ["photo"], approver: "chair", until: "2022-06-30" };
  return { key: `k${++keys}`, kind, actor, items: [item], ...texts, ...more } as unknown as Command;
}

/** A stream driven by hand: what the workflow does, without a server. */
export class Stream {
  state: TaskState;
  readonly rows: NewRow[] = [];

  constructor(
    items: readonly PlannedItem[],
    openedAt = at("2021-04-12", "08:00"),
    private readonly ruleSet: RuleSet = smallRuleSet,
  ) {
    const opening = openingRows({ no: 6, leadUnit: "lead" }, items, { policy: 1, calendar: 1 }, openedAt);
    this.rows.push(...opening);
    this.state = applyRows(emptyTask("task/6"), opening, this.ruleSet);
  }

  /** The state that some rows make, by this stream's rules. */
  fold(rows: readonly NewRow[]): TaskState {
    return applyRows(emptyTask("task/6"), rows, this.ruleSet);
  }

  /** Decides and records at one instant. Answers the refusals' codes. */
  at(now: number, ...commands: Command[]): string[] {
    const decided = decideBatch(this.state, commands, now, this.ruleSet);
    this.rows.push(...decided.rows);
    this.state = decided.state;
    return decided.outcomes.flatMap((outcome) => outcome.refused.map((refusal) => refusal.code));
  }

  /** Passes through every due instant up to and including `until`. */
  runTo(until: number): void {
    for (;;) {
      const due = nextDue(this.state);
      if (due === null || due > until) return;
      this.at(due);
    }
  }

  /** `type:rung@date` of the rows after 交办, for reading in assertions. */
  told(type?: string): string[] {
    return this.rows
      .filter((row) => (type ? row.type === type : row.type !== "registered" && row.type !== "streamOpened"))
      .map(
        (row) =>
          `${row.type}${"rung" in row.payload ? `:${row.payload.rung}` : ""}@${new Date(row.at + OFFSET * 60_000).toISOString().slice(0, 10)}`,
      );
  }
}
