/** What a report says of the monthly requests (调度) whose figures were fixed in its period: who answered, and which registers were kept. */
import { monthIn } from "../language/dates.js";
import type { MonthSnapshot } from "../ledger/month-events.js";

/** A month's figures as they stood when it closed. */
export interface ClosedMonth {
  readonly month: string;
  readonly snapshot: MonthSnapshot;
}

/** Counts over the months of a period; a unit that was asked three times counts three times. */
export interface MonthsOfPeriod {
  readonly months: readonly string[];
  readonly asked: number;
  readonly inTime: number;
  readonly late: number;
  readonly silent: number;
  /** Null: no register was asked for. */
  readonly registers: {
    readonly all: number;
    readonly kept: number;
    readonly unchanged: number;
    readonly notKept: number;
  } | null;
}

export function monthsOfPeriod(closed: readonly ClosedMonth[]): MonthsOfPeriod {
  const units = closed.flatMap(({ snapshot }) => snapshot.units);
  const registers = closed.flatMap(({ snapshot }) => snapshot.registers ?? []);
  const count = <T>(list: readonly T[], is: (one: T) => boolean): number => list.filter(is).length;
  return {
    months: closed.map(({ month }) => month),
    asked: units.length,
    inTime: count(units, ({ state, late }) => state === "confirmed" && !late),
    late: count(units, ({ state, late }) => state === "confirmed" && late),
    silent: count(units, ({ state }) => state !== "confirmed"),
    registers:
      registers.length === 0
        ? null
        : {
            all: registers.length,
            kept: count(registers, ({ state }) => state === "kept"),
            unchanged: count(registers, ({ state }) => state === "unchanged"),
            notKept: count(registers, ({ state }) => state === "notKept"),
          },
  };
}

/** 2021年5月调度应报送12个单位，… */
export function monthsText({ months, asked, inTime, late, silent, registers }: MonthsOfPeriod): string {
  if (months.length === 0) return "本期没有截止的月度调度。";
  const named = months.map((month) => monthIn("zh", month)).join("、");
  const kept =
    registers === null
      ? ""
      : `应更新台账${registers.all}本次，已更新${registers.kept}本次，经核对无变化${registers.unchanged}本次，未更新${registers.notKept}本次。`;
  return `${named}调度应报送${asked}个单位（次），按期报送${inTime}个，逾期报送${late}个，未报送${silent}个。${kept}`;
}
