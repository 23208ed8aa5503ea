/** Events of an inspection round's stream (`inspection/<round>`), and what of a round the other streams record. */
import { bulletinEvents } from "./bulletin-events.js";
import { GRADES, LINE_SCOPES, SEVERITIES } from "../plan/checklists.js";
import { day, fields, flag, list, map, nullable, number, oneOf, optional, text, type TypeOf } from "./shape.js";

/** What is inspected at one go: a village, or a unit at its desk. `desk`: by papers, nobody travels. */
export const visitPlace = fields({ kind: oneOf(["village", "unit"]), id: text, township: optional(text) });
export type VisitPlace = TypeOf<typeof visitPlace>;

/** Why a village is visited in a round; `desk`: it is not, only the tasks inspected in full are looked at by papers. */
export const VISIT_REASONS = ["redLastTime", "openFinding", "notYetThisYear", "drawn", "desk", "added"] as const;
export type VisitReason = (typeof VISIT_REASONS)[number];

/** What a village or unit was asked for so far this year, as it stood when the scheme was drafted. */
export const burden = fields({ checks: number, materials: number });
export type Burden = TypeOf<typeof burden>;

/** A visit as the scheme plans it. `id`: `village-<id>` or `unit-<id>`, unique in the round. */
export const plannedVisit = fields({
  id: text,
  place: visitPlace,
  mode: oneOf(LINE_SCOPES),
  reason: oneOf(VISIT_REASONS),
  /** Keys of its lines, in the order in which they are asked. */
  lines: list(text),
  /** Papers and the like that its lines ask for at most. */
  materials: number,
  burden,
});
export type PlannedVisit = TypeOf<typeof plannedVisit>;

/** An inspector, and the post in which they inspect. */
export const inspector = fields({ person: text, post: text, unit: text });
export type Inspector = TypeOf<typeof inspector>;

/** A group (检查组). `leader`: the person id of its 组长, one of its members. */
export const inspectionGroup = fields({
  id: text,
  leader: text,
  members: list(inspector),
  /** Ids of its visits. */
  visits: list(text),
});
export type InspectionGroup = TypeOf<typeof inspectionGroup>;

/** Where the seed of a sample comes from: the ledger's heads at the opening instant. Nobody picks it, anybody can redo it. */
export const sampleSeed = fields({
  /** SHA-256 over `heads` as canonical JSON. */
  seed: text,
  heads: list(fields({ stream: text, seq: number, hash: text })),
});
export type SampleSeed = TypeOf<typeof sampleSeed>;

/** The 督查方案 as it is drafted and approved. */
export const scheme = fields({
  kind: oneOf(["supervision", "evaluation"]),
  title: text,
  basis: text,
  scope: text,
  /** The half-year that is inspected, and the days of the visits. */
  from: day,
  to: day,
  visitsFrom: day,
  /** The last day on which a visit may be taken along; then the round is closing. */
  visitsUntil: day,
  /** The last day on which what is out is taken in. */
  closesOn: day,
  /** Version of the checklists. */
  checklist: number,
  visits: list(plannedVisit),
  groups: list(inspectionGroup),
});
export type Scheme = TypeOf<typeof scheme>;

/** A photo as the line that shows it tells of it; the bytes are stored by their SHA-256. */
export const linePhoto = fields({
  sha256: text,
  /** As the device says, epoch milliseconds; null: it does not. */
  takenAt: nullable(number),
  source: oneOf(["camera", "gallery"]),
  location: optional(fields({ latitude: number, longitude: number })),
});
export type LinePhoto = TypeOf<typeof linePhoto>;

/** A line as an inspector filed it. The author is the row's actor. */
export const filedLine = fields({
  line: text,
  /** 1 for the first; each change of an answer is a revision of its own. */
  revision: number,
  grade: oneOf(GRADES),
  /** What was seen; of a failure the fact found. */
  text: text,
  /** Of a failure: one of the line's classes of cause. */
  cause: optional(text),
  severity: optional(oneOf(SEVERITIES)),
  /** 亮点: what others can learn from. */
  highlight: optional(text),
  /** 与所报不符: it is not what the unit claims. */
  contradicts: optional(flag),
  /** Filed by 其余合格: the rest passes, after the exceptions. */
  asRest: optional(flag),
  photos: list(linePhoto),
  /** The device's clock when the line was answered, epoch milliseconds. */
  answeredAt: number,
});
export type FiledLine = TypeOf<typeof filedLine>;

/** The device's clock against the server's when something arrived: `offset` is device minus server (milliseconds). */
export const deviceClock = fields({ deviceAt: number, receivedAt: number, offset: number });
export type DeviceClock = TypeOf<typeof deviceClock>;

/** A line that failed, as the stream of the task that it is about is told of it. `to`: that stream. */
export const toldFinding = fields({
  to: text,
  place: visitPlace,
  task: number,
  line: text,
  cause: text,
  severity: oneOf(SEVERITIES),
  text: text,
  photos: list(text),
  contradicts: flag,
  /** Row of the round's stream that holds the line; of a systemic item 0. */
  row: number,
  /** Who puts it right, and who leads the task. */
  unit: text,
  leadUnit: text,
  /** Version of the policy that the round runs by, and so its item. */
  policy: number,
  /** Villages that a systemic item links; of a village's own finding none. */
  systemic: list(text),
});
export type ToldFinding = TypeOf<typeof toldFinding>;

/** A finding that does not stand, as its task's stream is told. `item`: its rectification item. */
export const undoneFinding = fields({ to: text, item: text, row: number });

/** What presses in a round: see `domain/inspections/chase.ts`. */
export const CHASED = ["approval", "groups", "checks", "objections", "bulletin"] as const;
export type Chased = (typeof CHASED)[number];

/** The objection that is chased, where `what` says so. */
const chasedObjection = fields({ visit: text, no: number });

/** A line that a version of the checklists adds or cancels, as it is asked. */
const versionLine = fields({ line: text, text });
export type VersionLine = TypeOf<typeof versionLine>;

export const inspectionStreamEvents = {
  /** The round opened by itself (or as a special one by the office) with a drafted scheme. */
  roundOpened: fields({
    round: text,
    special: flag,
    reason: optional(text),
    scheme,
    seed: sampleSeed,
    policy: number,
    calendar: number,
    /** Streams of the tasks, to which findings are told. */
    streams: list(fields({ task: number, stream: text, section: nullable(text) })),
  }),
  schemeEdited: fields({ scheme, reason: text }),
  schemeApproved: fields({ text: text }),
  roundMoved: fields({ visitsFrom: day, visitsUntil: day, closesOn: day, reason: text }),
  roundSkipped: fields({ reason: text }),
  /** Visits that nobody has taken along yet go by another version of the checklists; the lines they gain and lose. */
  checklistAdopted: fields({
    from: number,
    checklist: number,
    reason: text,
    visits: list(fields({ id: text, lines: list(text), materials: number, added: list(text), removed: list(text) })),
    /** Visits that are out: they stay on their version, and their inspectors are told what is 新增 and 取消. */
    out: optional(list(fields({ id: text, added: list(versionLine), removed: list(versionLine) }))),
  }),
  groupsSet: fields({ groups: list(inspectionGroup), reason: text }),
  /** 带走: from now on the visit stays on this version of its lines for this person. */
  visitTakenAlong: fields({ visit: text, checklist: number, lines: list(text), device: text }),
  /** Lines of one person. `conflicts`: those whose key was filed before with other content; both are kept. */
  linesFiled: fields({
    visit: text,
    lines: list(filedLine),
    /** SHA-256 of each line's canonical JSON, in their order. */
    contents: list(text),
    clock: deviceClock,
    conflicts: optional(list(text)),
    /** The author had been taken off the visit when it came (A.9): for the 组长 to look at. */
    reassigned: optional(flag),
    /** It would have an inspector judge their own unit: kept for the office, not applied. */
    quarantined: optional(flag),
    /** It came after the round was closed: recorded, outside the signed figures. */
    late: optional(flag),
    /** Who brought it in where that is not the author: the office, from a rescue file or the paper form. */
    enteredFor: optional(inspector),
  }),
  /** The 组长 decides between what was filed for one line. `row`: the row that holds the line which stands. */
  lineDecided: fields({ visit: text, line: text, row: number, person: text, revision: number, reason: text }),
  /** All lines are in, each by what stands for it, and every photo they name: they are locked. */
  checkSubmitted: fields({
    visit: text,
    /** What stands for each line: who filed it, in which row. */
    lines: list(fields({ line: text, row: number, person: text, revision: number, grade: oneOf(GRADES) })),
    photos: list(text),
    /** Each failed line makes exactly one finding, which is sent with this row. */
    findings: list(toldFinding),
    late: optional(flag),
  }),
  conclusionServed: fields({ visit: text, to: text, capacity: text, objectUntil: day }),
  conclusionRemarked: fields({ visit: text, by: text, text }),
  /** `decideBy`: the last day on which its decision is in good time; absent in rows of earlier releases, which chased nobody for it. */
  objectionFiled: fields({
    visit: text,
    no: number,
    lines: list(text),
    text,
    unit: text,
    decideBy: optional(day),
  }),
  /** Granted: the grades named replace those that were filed. */
  objectionDecided: fields({
    visit: text,
    no: number,
    granted: flag,
    reason: text,
    grades: map(oneOf(GRADES)),
    withdrawn: list(undoneFinding),
  }),
  /** One item for the lead unit beside those of the villages, or not. */
  systemicDecided: fields({
    line: text,
    cause: text,
    accepted: flag,
    reason: text,
    villages: list(text),
    told: nullable(toldFinding),
  }),
  roundClosing: fields({ due: day }),
  /** The figures of the round are fixed: how many visits were planned, submitted, and how many lines had which grade. */
  roundClosed: fields({
    due: day,
    planned: number,
    submitted: number,
    lines: number,
    grades: fields({ pass: number, mostly: number, fail: number, notApplicable: number }),
  }),
  ...bulletinEvents,
  /** A rung of the ladder `inspection` on what is late. */
  inspectionChased: fields({
    what: oneOf(CHASED),
    objection: optional(chasedObjection),
    rung: text,
    instrument: text,
    offset: number,
    due: day,
    anchor: day,
    /** Visits that it is about, of late checks and of an objection. */
    visits: list(text),
  }),
  inspectionChaseSkipped: fields({
    what: oneOf(CHASED),
    objection: optional(chasedObjection),
    rung: text,
    due: day,
    reason: text,
  }),
};

/** What the plan's own stream records of rounds. */
export const roundStreamInfo = fields({
  stream: text,
  round: text,
  /** Asked for by the office, beside the half-years. */
  special: flag,
  reason: optional(text),
  from: day,
  to: day,
  /** Where a special round goes. */
  villages: optional(list(text)),
  openedAt: number,
});
export type RoundStreamInfo = TypeOf<typeof roundStreamInfo>;
