/**
 * Events of a month's stream (调度): everybody asked, answers as they were sent, confirmed or sent back, who was urged, and the month's
 * figures as they stood. Its bulletin has the events of bulletin-events.ts.
 */
import { day, fields, flag, list, map, number, oneOf, optional, text, type TypeOf } from "./shape.js";

/**
 * What a row asks about: `item` an item that the unit owes; of a task `coLead` its part in what it leads beside others, `responsible`
 * what it does as a 责任单位, `duties` its standing duties.
 */
export const ROW_KINDS = ["item", "coLead", "responsible", "duties"] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/**
 * A row of a unit's request. `key`: the item's id, or `<kind>/<task>`. `to`: the item's stream, where that isn't its task's. `measured`: its
 * percentage is computed, by a register or by what is done; asked is what is done of `total`, once the office has fixed it, else nothing. `behind`: it lay behind 序时进度 or was
 * overdue as it was asked about, and says why and what comes next.
 */
export const askedRow = fields({
  key: text,
  kind: oneOf(ROW_KINDS),
  task: number,
  to: optional(text),
  measured: optional(flag),
  total: optional(number),
  behind: optional(flag),
});
export type AskedRow = TypeOf<typeof askedRow>;

/**
 * A register that the unit keeps and whose rhythm ends in the month. `period`: `2021-05`, `2021Q2`, `2021H1`, `2021` or `once`; `from`: its
 * first day; `places`: villages or townships of which a row is wanted, absent where none is named.
 */
export const askedRegister = fields({ register: text, period: text, from: day, places: optional(list(text)) });
export type AskedRegister = TypeOf<typeof askedRegister>;

/** `kept`: brought up to date in its period; `unchanged`: its keeper said that nothing of it has changed. */
export const REGISTER_STATES = ["kept", "unchanged", "notKept"] as const;
export type RegisterStanding = (typeof REGISTER_STATES)[number];

/** What a unit says of a row. A text that is absent is empty. */
export const answerCells = {
  /** Percent; of a measured item what is done of its total instead. */
  percent: optional(number),
  done: optional(number),
  /** 工作措施 */
  measure: optional(text),
  /** 存在问题 */
  problem: optional(text),
  /** 下一步 */
  nextStep: optional(text),
  /** 责任领导, 责任人, 联系电话 */
  leader: optional(text),
  person: optional(text),
  phone: optional(text),
  /** 需协调事项 */
  coordinate: optional(text),
} as const;

/** `same`: for how many months running, this one included, its texts have been the same word for word; absent: for one. */
export const answerRow = fields({ key: text, ...answerCells, same: optional(number) });
export type AnswerRow = TypeOf<typeof answerRow>;

/** Progress of items, as the stream of their task is told of it once the unit's head has confirmed it. */
export const toldProgress = fields({
  to: text,
  rows: list(fields({ item: text, percent: optional(number), done: optional(number), text })),
});
export type ToldProgress = TypeOf<typeof toldProgress>;

/** A register as it stood when its unit answered. */
const answeredRegister = fields({ register: text, period: text, state: oneOf(["kept", "unchanged"]) });
export type AnsweredRegister = TypeOf<typeof answeredRegister>;

export const REQUEST_STATES = ["asked", "answered", "confirmed"] as const;
export type RequestStatus = (typeof REQUEST_STATES)[number];

/** A month's figures as they stood when it closed. */
export const monthSnapshot = fields({
  units: list(
    fields({ unit: text, asked: number, state: oneOf(REQUEST_STATES), confirmedOn: optional(day), late: flag }),
  ),
  /** Items of each task by their light on that day. */
  tasks: list(fields({ task: number, lights: map(number) })),
  /**
   * Items that are no longer open: with them the lights add up to all items of a task. `closed`: 销号 after the figures of the month before were
   * fixed (of the first month: since its first day, `since`) and still so; `tasks`: how many were closed before that, and are cancelled. Absent in
   * figures of earlier releases.
   */
  ended: optional(
    fields({
      since: day,
      closed: list(fields({ item: text, task: number, unit: text, on: day })),
      tasks: list(fields({ task: number, closedBefore: number, cancelled: number })),
    }),
  ),
  /** Of each unit the registers that it was asked for; absent where none was asked for any. */
  registers: optional(list(fields({ unit: text, register: text, period: text, state: oneOf(REGISTER_STATES) }))),
  /** What lay behind 序时进度, or was overdue. */
  behind: list(
    fields({
      item: text,
      unit: text,
      light: oneOf(["yellow", "red"]),
      percent: number,
      scheduled: number,
      overdue: number,
    }),
  ),
});
export type MonthSnapshot = TypeOf<typeof monthSnapshot>;

export const monthStreamEvents = {
  /** `askedOn`, `dueOn`, `closesOn`: the days of the policy, moved to working days. */
  monthOpened: fields({ month: text, askedOn: day, dueOn: day, closesOn: day, policy: number, calendar: number }),
  /** One request to one unit, with everything in it. */
  progressRequested: fields({ unit: text, rows: list(askedRow), registers: optional(list(askedRegister)) }),
  /** The desk sent it, its registers kept. `version`: of this unit's answers this month. */
  progressAnswered: fields({
    unit: text,
    version: number,
    rows: list(answerRow),
    registers: optional(list(answeredRegister)),
  }),
  /** The unit's head confirmed it: the progress in it is sent to the items' streams. `late`: after the due day. */
  progressConfirmed: fields({ unit: text, version: number, told: list(toldProgress), late: optional(flag) }),
  /** The unit's head sent it back to the desk. */
  progressReturned: fields({ unit: text, version: number, reason: text }),
  /** A rung of the ladder `month` on those that have not answered. */
  progressUrged: fields({ rung: text, instrument: text, offset: number, due: day, anchor: day, units: list(text) }),
  progressUrgeSkipped: fields({ rung: text, due: day, reason: text }),
  /** The month's figures are fixed: what comes later is recorded and stays outside them. */
  monthClosed: fields({ due: day, snapshot: monthSnapshot }),
};

/** What the plan's own stream records of months. */
export const monthStreamInfo = fields({
  stream: text,
  month: text,
  askedOn: day,
  dueOn: day,
  closesOn: day,
  openedAt: number,
});
export type MonthStreamInfo = TypeOf<typeof monthStreamInfo>;
