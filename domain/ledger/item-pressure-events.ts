/** Events of what presses a unit: the ladder's rungs, signed instruments, 批示, reviews. */
import { INSTRUMENT_IDS } from "../instruments/instruments.js";
import { day, fields, flag, number, oneOf, optional, text } from "./shape.js";
import { WITHDRAWAL_REASONS } from "./item-deadline-events.js";

/** Why a rung was passed over. */
export const SKIP_REASONS = ["beforeStart", "passedWhileStopped", "noUnansweredSupervision", "headVacant"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A step of a ladder. `run`: the key of the run that climbs it; `ladder`: the ladder's name in the policy. */
const rung = { run: text, ladder: text, rung: text, version: number, repetition: number } as const;

const instrument = oneOf(INSTRUMENT_IDS);

/** `due`: the day it counts for; `nominal`: the one on which it would have been due by the calendar alone. */
const fired = { ...rung, repeats: flag, instrument, due: day, nominal: day, overdue: number } as const;

export const itemPressureEvents = {
  /** `replyBy`: the day by which its letter asks for something. */
  rungFired: fields({ ...fired, replyBy: optional(day) }),
  rungSkipped: fields({ ...rung, due: day, reason: oneOf(SKIP_REASONS) }),
  /** A signed instrument waits for the office. */
  instrumentDrafted: fields(fired),
  /** `replyBy`: the day by which it asks to be answered. */
  instrumentSigned: fields({ rung: text, version: number, instrument, documentNo: text, replyBy: optional(day) }),
  /**
   * 送达核实: before its want of an answer is told, whether the signed 督办函 was delivered. No `deliveredOn`: not yet. Nothing is said of
   * its want of an answer before the day after `until`.
   */
  deliveryChecked: fields({ documentNo: text, deliveredOn: optional(day), until: day }),
  instrumentHeld: fields({ rung: text, version: number, reason: text }),
  instrumentLapsed: fields({
    rung: text,
    version: number,
    instrument,
    draftedOn: day,
    due: day,
    officeDelayDays: number,
  }),
  instrumentWithdrawn: fields({ rung: text, version: number, reason: oneOf(WITHDRAWAL_REASONS) }),
  /** 书面答复 to a 督办函: `promised` is the day by which the unit says that it will be done. */
  answered: fields({ no: number, cause: text, measures: text, promised: day, responsible: text, scan: optional(text) }),
  answerAccepted: fields({ no: number, text }),
  answerReturned: fields({ no: number, reason: text, replyBy: day }),
  /** 暂缓呈阅 by the office's director: due `from`, it goes on `until`, `days` working days later. */
  escalationHeld: fields({
    rung: text,
    version: number,
    repetition: number,
    from: day,
    until: day,
    days: number,
    reason: text,
  }),
  /** 列入领导小组议题: still open after the last 呈阅. */
  agendaListed: fields({ run: text, ladder: text, rung: text, version: number, due: day }),
  /** `scan`: the file of a written 批示. */
  acknowledged: fields({ text, scan: optional(text) }),
  instructed: fields({
    instruction: text,
    unit: text,
    text,
    replyBy: day,
    instructorPost: text,
    scan: optional(text),
  }),
  /** `toCheck`: the office looks at the report before the leader does. */
  instructionReplied: fields({ instruction: text, text, toCheck: optional(flag) }),
  /** The office has checked the report and submits it to the leader. */
  instructionForwarded: fields({ instruction: text, text }),
  instructionAccepted: fields({ instruction: text }),
  instructionReturned: fields({ instruction: text, reason: text, replyBy: day }),
  /** `on`: the day of the talk, where one is held. */
  talkDecided: fields({ hold: flag, text, version: number, on: optional(day) }),
  callLogged: fields({ to: text, text }),
  causeReviewOpened: fields({ reason: text }),
  causeReviewClosed: fields({ reason: text }),
  policyMigrated: fields({ from: number, version: number }),
};

/**
 * What the office does with a letter before it signs it. Only those who see everything are told (decision 0070): a unit must not
 * learn of a 督办函 that may never be sent. Not even afterwards: that it was signed says all that is the unit's.
 */
export const UNSIGNED_EVENTS = [
  "instrumentDrafted",
  "instrumentHeld",
  "instrumentWithdrawn",
] as const satisfies readonly (keyof typeof itemPressureEvents)[];
