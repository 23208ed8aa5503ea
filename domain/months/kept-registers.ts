/** The registers in a month's request: what of them is asked of a unit, and whether they are kept. */
import type { AnsweredRegister, AskedRegister, MonthSnapshot, RegisterStanding } from "../ledger/month-events.js";
import type { PlanDate } from "../plan/plan.js";
import type { RuleSet } from "../plan/rule-set.js";
import { type KeepingRules, type KeptSince, keptSince, type PlacesKept, registersDue } from "../registers/keeping.js";
import type { RequestState } from "./month-state.js";

/** A register of a request as it stands. */
export interface RegisterNow extends KeptSince {
  readonly asked: AskedRegister;
  readonly state: RegisterStanding;
}

/** The registers that a unit is asked for on a day: by their rhythm, less those wanted once that are there. */
export function registersAsked(unit: string, day: PlanDate, kept: PlacesKept, rules: KeepingRules): AskedRegister[] {
  return registersDue(rules, unit, day).flatMap(({ register, period, from, places }): AskedRegister[] => {
    const asked = { register, period, from, ...(places === null ? {} : { places }) };
    return period === "once" && keptSince(asked, unit, kept, rules).isKept ? [] : [asked];
  });
}

type Asked = Pick<RequestState, "unit" | "registers" | "answered" | "status">;

/**
 * The registers of a request: as they stood when the unit answered; while it is asked, or asked again, as they stand, and unchanged where an
 * earlier answer of the month said so.
 */
export function registersNow(
  { unit, registers, answered, status }: Asked,
  kept: PlacesKept,
  rules: KeepingRules,
): RegisterNow[] {
  const said = new Map(answered.map(({ register, state }) => [register, state]));
  return registers.map((asked): RegisterNow => {
    const since = keptSince(asked, unit, kept, rules);
    const before = said.get(asked.register);
    const now = since.isKept ? "kept" : before === "unchanged" ? before : "notKept";
    return { asked, ...since, state: status === "asked" ? now : (before ?? now) };
  });
}

/** The documents that registers are asked by; without any, none is. */
export const keepingRules = ({ documents }: Pick<RuleSet, "documents">): KeepingRules => ({
  registers: documents?.registers,
  roster: documents?.roster ?? { villages: [], townships: [] },
});

/** What of its registers keeps a unit's answer from being whole, by id. */
export interface NotWhole {
  /** Not kept, and not said to be unchanged. */
  readonly open: readonly string[];
  /** Said to be unchanged where places have no row at all. */
  readonly empty: readonly string[];
}

/** A unit's registers as its answer says them. `unchanged`: those that its keeper found as they were; the rest is kept. */
export function registersSaid(
  now: readonly RegisterNow[],
  unchanged: readonly string[],
): { readonly said: AnsweredRegister[]; readonly lacks: NotWhole } {
  const lacking = now.filter(({ state }) => state === "notKept");
  const open = lacking.filter(({ asked }) => !unchanged.includes(asked.register));
  const empty = lacking.filter((one) => !open.includes(one) && one.empty.length > 0);
  const id = ({ asked }: RegisterNow): string => asked.register;
  return {
    said: now.map(({ asked: { register, period }, isKept }) => ({
      register,
      period,
      state: isKept ? "kept" : "unchanged",
    })),
    lacks: { open: open.map(id), empty: empty.map(id) },
  };
}

/** Of all units' registers how they stand when the month closes; undefined where none was asked for any. */
export function registersClosed(
  requests: readonly RequestState[],
  kept: PlacesKept,
  rules: KeepingRules,
): MonthSnapshot["registers"] {
  const all = requests.flatMap((request) =>
    registersNow(request, kept, rules).map(({ asked: { register, period }, state }) => ({
      unit: request.unit,
      register,
      period,
      state,
    })),
  );
  return all.length === 0 ? undefined : all;
}
