/**
 * 文种: every instrument the product writes, one entry each. What code needs to know of an instrument stands here and is
 * asked for by property, never by a list of names of its own. Names are in names.zh.ts and names.en.ts, the letters' texts
 * in mail/sayings.*; both lack nothing, or they don't compile.
 */

/** A column of the report's tables: instruments that answer one another share one. */
export type InstrumentColumn =
  | "assignment"
  | "reminder"
  | "urge"
  | "supervise"
  | "escalate"
  | "summonsTalk"
  | "longOverdueList"
  | "verificationRequest"
  | "returned"
  | "extension"
  | "instruction"
  | "resolved"
  | "suspension"
  | "handover"
  | "bulletin"
  | "alarm";

export interface InstrumentEntry {
  /** Where the report counts it. */
  readonly column: InstrumentColumn;
  /**
   * `upward`: submitted to leaders (呈送, 抄报), of whom nothing is demanded. `upwardToLeaders`: submitted where only leaders
   * get it. `downward`: the rest.
   */
  readonly direction: "upward" | "upwardToLeaders" | "downward";
  /** A policy may put it on the rung of a ladder. */
  readonly rung?: true;
  /** A policy may put it on a rung of the ladder `inspection`, and nowhere else. */
  readonly rungOfRounds?: true;
  /** A policy may put it on a rung of the ladder `month`, and nowhere else. */
  readonly rungOfMonths?: true;
  /** Demands an act of units; what of it is addressed to a leader's post becomes a 呈阅件. */
  readonly presses?: true;
  /** Tells of trouble with an item: whoever got one is told of its end. */
  readonly tellsOfTrouble?: true;
  /** Goes out over the office's signature in the usual policy. */
  readonly signed?: true;
  /** Its letters tell what was done before them. */
  readonly tellsHistory?: true;
  /** Is itself the news about an item's status: its rows don't repeat it. */
  readonly statesStatus?: true;
  /** Its reader needs to know what counts as done. */
  readonly statesCriteria?: true;
  /** Says that an item has ended: told to the unit; upward it is a line of the next monthly list. */
  readonly settles?: true;
  /** What the office itself does with it stands as 待办 at its desk: no letter goes to that desk. */
  readonly deskWork?: true;
  /** The leading group has decided it, and is not told its own decision. */
  readonly decidedByGroup?: true;
  /** Its document is a round's, drafted and signed as such; the letter says that it goes with it. */
  readonly document?: "bulletin" | "report";
  /** Lists all items of its month, each with its lines. */
  readonly monthlyList?: true;
  /** Tells the office of the product's own troubles, not of items: no mailbox filters by it. */
  readonly ofTheSystem?: true;
}

/** In the order of the ladder, then of an item's life: what a narrow table leaves out stands last. */
const ENTRIES = {
  /** 交办清单 */
  assignment: { column: "assignment", direction: "downward", statesStatus: true, statesCriteria: true },
  /** 提醒 */
  reminder: { column: "reminder", direction: "upwardToLeaders", rung: true, presses: true, deskWork: true },
  /** 催办单 */
  urge: {
    column: "urge",
    direction: "upwardToLeaders",
    rung: true,
    presses: true,
    tellsOfTrouble: true,
    deskWork: true,
  },
  /** 督办函 */
  supervise: {
    column: "supervise",
    direction: "upwardToLeaders",
    rung: true,
    presses: true,
    tellsOfTrouble: true,
    signed: true,
    tellsHistory: true,
  },
  /** 呈阅件 */
  escalate: { column: "escalate", direction: "upward", rung: true, tellsOfTrouble: true, tellsHistory: true },
  /** 约谈建议 */
  summonsTalk: {
    column: "summonsTalk",
    direction: "upward",
    rung: true,
    tellsOfTrouble: true,
    signed: true,
    tellsHistory: true,
  },
  /** 约谈通知 */
  talk: { column: "summonsTalk", direction: "downward", decidedByGroup: true },
  /** 久拖未决清单 */
  longOverdueList: { column: "longOverdueList", direction: "upwardToLeaders", monthlyList: true, tellsHistory: true },
  /** 核查通知 */
  verificationRequest: {
    column: "verificationRequest",
    direction: "downward",
    statesStatus: true,
    statesCriteria: true,
    deskWork: true,
  },
  /** 退办通知 */
  returned: { column: "returned", direction: "downward", statesStatus: true, statesCriteria: true },
  /** 延期申请 */
  extensionRequest: { column: "extension", direction: "downward" },
  /** 延期复函 */
  extensionDecision: { column: "extension", direction: "downward", decidedByGroup: true },
  /** 时限调整通知 */
  deadlineChange: { column: "extension", direction: "downward", deskWork: true },
  /** 批示交办通知 */
  instruction: { column: "instruction", direction: "downward" },
  /** 批示办理情况报告 */
  instructionReply: { column: "instruction", direction: "upward" },
  /** 办结告知 */
  resolved: { column: "resolved", direction: "downward", statesStatus: true, settles: true, deskWork: true },
  /** 暂缓、恢复办理通知 */
  suspension: { column: "suspension", direction: "downward", statesStatus: true, deskWork: true },
  /** 移交清单 */
  handover: { column: "handover", direction: "downward" },
  /** 检查提示: what is late in a round of inspections. */
  inspection: { column: "reminder", direction: "upwardToLeaders", rungOfRounds: true },
  /** 调度通知: a month's request, its urging, and what else is said of it. */
  progressRequest: { column: "reminder", direction: "downward", rungOfMonths: true },
  /** 检查通报, to units, with a copy to those above: its document is the bulletin itself (domain/bulletins/). */
  bulletin: { column: "bulletin", direction: "downward", document: "bulletin" },
  /** 专报: the report of a round to those above. */
  upwardReport: { column: "bulletin", direction: "upward", document: "report" },
  /** 送达提示 */
  alarm: { column: "alarm", direction: "downward", ofTheSystem: true },
} as const satisfies Readonly<Record<string, InstrumentEntry>>;

export type Instrument = keyof typeof ENTRIES;

export const INSTRUMENTS: Readonly<Record<Instrument, InstrumentEntry>> = ENTRIES;

/** Every instrument, in the catalogue's order. */
export const INSTRUMENT_IDS = Object.keys(ENTRIES) as readonly Instrument[];

type With<P extends keyof InstrumentEntry> = {
  [I in Instrument]: (typeof ENTRIES)[I] extends Readonly<Record<P, true>> ? I : never;
}[Instrument];

/** The instruments a policy may put on a rung. */
export type RungInstrument = With<"rung">;

const having = <P extends keyof InstrumentEntry>(property: P): readonly With<P>[] =>
  INSTRUMENT_IDS.filter((id): id is With<P> => INSTRUMENTS[id][property] === true);

export const RUNG_INSTRUMENTS = having("rung");
/** The instruments a policy may put on a rung of the ladder of inspection rounds. */
export const ROUND_INSTRUMENTS = having("rungOfRounds");
/** The instruments a policy may put on a rung of the ladder of months. */
export const MONTH_INSTRUMENTS = having("rungOfMonths");
export const PRESSING_INSTRUMENTS = having("presses");
export const SIGNED_INSTRUMENTS = having("signed");

/** The report's columns, in the catalogue's order. */
export const INSTRUMENT_COLUMNS: readonly InstrumentColumn[] = [
  ...new Set(INSTRUMENT_IDS.map((id) => INSTRUMENTS[id].column)),
];
