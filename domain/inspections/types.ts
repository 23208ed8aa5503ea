/**
 * Inspections as those who file, read and report them see them. What the ledger holds of a round is in
 * `domain/ledger/inspection-events.ts`; here are the answers that are made of it. Instants are epoch milliseconds of plan time, days
 * `YYYY-MM-DD`. How they go over HTTP: docs/inspections.md.
 */
import type {
  Burden,
  DeviceClock,
  FiledLine,
  SampleSeed,
  Scheme,
  VersionLine,
  VisitPlace,
  VisitReason,
} from "../ledger/inspection-events.js";
import type { Grade, Severity } from "../plan/checklists.js";
import type { PlanDate } from "../plan/plan.js";

export type {
  Burden,
  DeviceClock,
  FiledLine,
  InspectionGroup,
  LinePhoto,
  PlannedVisit,
  SampleSeed,
  Scheme,
  VisitPlace,
  VisitReason,
} from "../ledger/inspection-events.js";
export type { ChecklistLine, Checklists, Grade, LineScope, Severity } from "../plan/checklists.js";

/**
 * A round: its scheme is drafted, then approved; then it is open. `closing`: nothing new is taken along, what is out is still
 * accepted. `closed`: later arrivals are recorded, outside the signed figures.
 */
export const ROUND_STATUSES = ["draft", "open", "closing", "closed", "skipped"] as const;
export type RoundStatus = (typeof ROUND_STATUSES)[number];

/** A visit: nobody has it yet; taken along; some lines are in; all of it is in and locked. */
export const VISIT_STATUSES = ["planned", "takenAlong", "partlyFiled", "submitted"] as const;
export type VisitStatus = (typeof VISIT_STATUSES)[number];

/** What happened to a line that arrived: the row that holds it. */
export interface FiledRow {
  readonly line: string;
  readonly revision: number;
  readonly person: string;
  /** The group that the author filed it in: that of the visit, or the one they were of when they took it along. */
  readonly group: string;
  /** Row of the round's stream. */
  readonly row: number;
  /** SHA-256 of the line's canonical JSON. */
  readonly content: string;
  readonly receivedAt: number;
  readonly clock: DeviceClock;
  /** Filed under a key that was taken by other content: kept beside it, stands for nothing until the 组长 decides. */
  readonly conflicting: boolean;
  readonly reassigned: boolean;
  readonly quarantined: boolean;
  readonly late: boolean;
  readonly answer: FiledLine;
}

/** A line of a visit, with what is filed for it. No `standing`: 未查. */
export interface VisitLine {
  readonly line: string;
  /** What stands for it: the newest revision of its only author, of authors that agree, or what the 组长 chose. */
  readonly standing: FiledRow | null;
  /** Everything that is filed for it, in the order of the rows. */
  readonly filed: readonly FiledRow[];
  /** Different answers wait for the 组长. */
  readonly disputed: boolean;
}

/** Another version of the checklists, adopted while a visit is out: the visit stays on its own, and whoever has it is told. */
export interface OfferedVersion {
  /** The version. */
  readonly checklist: number;
  /** 新增 and 取消, as they are asked. */
  readonly added: readonly VersionLine[];
  readonly removed: readonly VersionLine[];
}

/** Deletion on the device happens on this only: it names the stream, each row and each photo. */
export interface Receipt {
  readonly plan: string;
  readonly round: string;
  readonly visit: string;
  /** `inspection/2021H1`: the stream whose rows are named. */
  readonly stream: string;
  readonly status: VisitStatus;
  /** Of the visit: lines asked, and lines for which something stands. */
  readonly lines: { readonly asked: number; readonly arrived: number };
  /** Of the lines that arrived: photos named, and photos of which the server has the bytes. */
  readonly photos: { readonly named: number; readonly arrived: number };
  /** Each line of the asking person as the ledger has it. */
  readonly rows: readonly {
    readonly line: string;
    readonly revision: number;
    readonly row: number;
    readonly content: string;
    readonly conflicting: boolean;
  }[];
  /** Each photo that these lines name, and whether its bytes are stored. */
  readonly files: readonly { readonly sha256: string; readonly stored: boolean; readonly lines: readonly string[] }[];
  /** What keeps the visit from being submitted, by line. */
  readonly missing: {
    readonly lines: readonly string[];
    readonly photos: readonly { readonly sha256: string; readonly lines: readonly string[] }[];
    readonly disputed: readonly string[];
  };
  /** The row of the submission; null: not submitted. 已入账 is said of a visit that has it. */
  readonly submittedRow: number | null;
  /** What another version of the checklists would ask more and less; null: none was adopted since, or the visit is submitted. */
  readonly offered: OfferedVersion | null;
  /** Head of the stream that the receipt was made at. */
  readonly head: { readonly seq: number; readonly hash: string };
}

/** A finding (问题): one for a place, a line and a class of cause, however often it is found. */
export interface Finding {
  /** The id of its rectification item: `zg-<line>-<cause>/<place>`. */
  readonly id: string;
  readonly task: number;
  readonly place: VisitPlace;
  readonly line: string;
  readonly cause: string;
  readonly severity: Severity;
  /** Found again within a year: one higher, for the office to decide. */
  readonly proposedSeverity: Severity | null;
  readonly status: "open" | "closed" | "withdrawn";
  /** How often it was found. */
  readonly count: number;
  /** How often it was taken up again after its closing. */
  readonly reopened: number;
  readonly firstFoundOn: PlanDate;
  readonly lastFoundOn: PlanDate;
  readonly lastRound: string;
  readonly deadline: PlanDate;
  /** Working days over: of an open one today, of a closed one as at its closing. */
  readonly daysOver: number;
}

/** What is out (A.21): for the 组长 and the office. */
export interface OutstandingVisit {
  readonly visit: string;
  readonly place: VisitPlace;
  readonly status: VisitStatus;
  readonly takenBy: readonly { readonly person: string; readonly at: number; readonly device: string }[];
  readonly lines: { readonly asked: number; readonly arrived: number };
  readonly photos: { readonly named: number; readonly arrived: number };
  readonly disputed: number;
  readonly lastContact: number | null;
}

/** An objection (异议) of the inspected, decided by people who were not in the group. */
export interface Objection {
  readonly visit: string;
  readonly no: number;
  readonly lines: readonly string[];
  readonly text: string;
  readonly unit: string;
  readonly on: PlanDate;
  /** The last day on which its decision is in good time; null: nobody was chased for it when it was made. */
  readonly decideBy: PlanDate | null;
  readonly decision: { readonly granted: boolean; readonly reason: string; readonly on: PlanDate } | null;
}

/** A round as lists have it. */
export interface RoundSummary {
  readonly round: string;
  readonly stream: string;
  readonly status: RoundStatus;
  readonly special: boolean;
  readonly scheme: Omit<Scheme, "visits" | "groups">;
  readonly seed: SampleSeed;
  readonly visits: Readonly<Record<VisitStatus, number>>;
  readonly grades: Readonly<Record<Grade, number>>;
  readonly reasons: Readonly<Partial<Record<VisitReason, number>>>;
  readonly burden: Burden;
}
