/** Events of the yearly packages (交办清单): docs/domain.md, "The plan as data". */
import { day, fields, flag, list, number, oneOf, optional, text, type TypeOf } from "./shape.js";

/** Whose package it is: a unit's by the unit's id, a seat's by its post's. */
export const packageHolder = fields({ kind: oneOf(["unit", "seat"]), id: text });
export type PackageHolder = TypeOf<typeof packageHolder>;

/**
 * A unit that is given a package. `named`: the plan's text names it; else it only helps villages, and its package is their list.
 * `villages`: those that it helps on the day.
 */
const packagedUnit = fields({ unit: text, named: flag, villages: list(text) });
/** A seat of a leader or of a department head, by its post, with the villages paired with it on the day. */
const packagedSeat = fields({ post: text, villages: list(text) });

/** Of the plan's own stream. */
export const planPackageEvents = {
  /**
   * 年度任务交办清单 to every unit, 包抓村年度任务清单 to every seat. `on`: the day of 交办, from which the days to sign for it count;
   * `due`: the day on which it was to go; `policy`: the version whose ladder of 签收 presses for it.
   */
  packagesAssigned: fields({
    year: number,
    on: day,
    due: day,
    policy: number,
    units: list(packagedUnit),
    seats: list(packagedSeat),
  }),
  /** A rung of the ladder of 签收: the units that had not signed for their package by its day. */
  packagesPressed: fields({ year: number, rung: text, due: day, units: list(text), replyBy: optional(day) }),
  /**
   * 签收 of a package of a year. `on`: the day of the signature. A unit's counts for its items that were assigned by `assigned`, the
   * package's day; `streams`: those of the tasks in which such items waited for it, which are told.
   */
  packageSignedFor: fields({ year: number, holder: packageHolder, on: day, assigned: day, streams: list(text) }),
};

/** Of a task's stream: its items count as signed for with their unit's package. `signature`: the key of the request. */
export const taskPackageEvents = {
  packageApplied: fields({ signature: text, year: number, unit: text, items: number }),
};
