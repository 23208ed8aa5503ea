/** What units do in a month: the desk fills in the grid and sends it, the head confirms it or sends it back. */
import type { AskedRow } from "../../../domain/ledger/month-events.js";
import { asksProgress, type Cells, draftHash } from "../../../domain/months/answers.js";
import { registersNow } from "../../../domain/months/kept-registers.js";
import type { MonthState, RequestState } from "../../../domain/months/month-state.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import { reactionAt } from "../intents.js";
import { intendMonth, type MonthIntent, type MonthPersonsAct, type MonthSetting } from "./month-intents.js";
import * as texts from "./texts.js";

const desk = (unit: string) => ({ kind: "unit", unit, level: "desk" }) as const;

/** Asked, or asked again by the head who sent it back. */
export function answerMonth(
  setting: MonthSetting,
  row: ObservedRow<"progressRequested" | "progressReturned">,
  unit: string,
): MonthIntent[] {
  const isAgain = row.type === "progressReturned";
  const about = ["month", row.stream, unit, row.type] as const;
  const reaction = isAgain ? { chance: 1, days: [0, 1] as [number, number] } : setting.months.answer;
  return sending(setting, row, unit, reactionAt(setting, unit, reaction, row.at, about));
}

export function answerLate(
  setting: MonthSetting,
  row: ObservedRow<"progressUrged">,
  state: MonthState,
  unit: string,
): MonthIntent[] {
  if (state.requests[unit]?.status === "answered") return confirming(setting, row, unit, { chance: 1, days: [0, 1] });
  const about = ["month", row.stream, unit, "urged"] as const;
  return sending(setting, row, unit, reactionAt(setting, unit, setting.months.answerLate, row.at, about));
}

const sending = (setting: MonthSetting, row: ObservedRow, unit: string, at: number | null): MonthIntent[] =>
  intendMonth(at, {
    stream: row.stream,
    name: `answer/${unit}`,
    still: ({ requests }) => requests[unit]?.status === "asked",
    acts: (state) => sent(setting, state, unit, at ?? 0),
  });

/** Null: nobody is there; nothing: a register that it keeps still lacks rows that are wanted, and it cannot answer. */
async function sent(
  setting: MonthSetting,
  state: MonthState,
  unit: string,
  at: number,
): Promise<MonthPersonsAct[] | null> {
  const actor = setting.cast.actor(desk(unit), setting.hours.dayOf(at));
  const request = state.requests[unit];
  if (!actor || !request) return null;
  const unchanged = await unchangedRegisters(setting, request);
  if (unchanged === null) return [];
  const { draws, roster } = setting;
  const copies = draws.happens(setting.months.copy, "copies", unit, state.month);
  // Whoever copies says the same as whenever they copy: word for word.
  const turn = copies ? "again" : `${state.month}/${request.returned?.times ?? 0}`;
  const person = roster.persons.find(({ id }) => id === actor.person);
  const named = { person: person?.name ?? actor.person, phone: person?.phone ?? "0000-0000000" };
  const rows = request.rows.map((row) => ({
    key: row.key,
    cells: { ...cellsOf(setting, row, unit, state.month, turn), ...named },
  }));
  const grid = { month: state.month, unit, person: actor.person, at, rows };
  const said = unchanged.length === 0 ? {} : { unchanged };
  return [{ actor, act: { kind: "answerRequest", unit, sha256: draftHash(rows), ...said }, grid }];
}

/** Registers that nobody has changed since their period began; null: one of them has nothing of a place that is wanted. */
async function unchangedRegisters({ kept, rules }: MonthSetting, request: RequestState): Promise<string[] | null> {
  if (request.registers.length === 0) return [];
  const now = registersNow({ ...request, status: "asked" }, await kept(), rules);
  const open = now.filter(({ state }) => state === "notKept");
  return open.some(({ empty }) => empty.length > 0) ? null : open.map(({ asked }) => asked.register);
}

function cellsOf(setting: MonthSetting, row: AskedRow, unit: string, month: string, turn: string): Cells {
  const { draws, months } = setting;
  // What one milestone's villages have in common is said alike: few rows are written by hand.
  const about = [unit, row.key.slice(0, row.key.lastIndexOf("/")), turn] as const;
  const coordinates = draws.happens(months.coordinate, "coordinates", unit, row.key, month);
  return {
    ...progressOf(setting, row, month),
    measure: draws.oneOf(texts.MEASURES, "measure", ...about),
    problem: row.behind === true ? draws.oneOf(texts.PROBLEMS, "problem", ...about) : texts.NO_PROBLEM,
    nextStep: draws.oneOf(texts.NEXT_STEPS, "next", ...about),
    ...(coordinates ? { coordinate: draws.oneOf(texts.TO_COORDINATE, "coordinate", ...about) } : {}),
  };
}

const MOST = 95;

function progressOf({ draws, months, item }: MonthSetting, row: AskedRow, month: string): Cells {
  if (!asksProgress(row)) return {};
  const state = item(row.key);
  const moves = draws.happens(months.move, "moves", row.key, month);
  if (row.measured === true) {
    const done = state?.done ?? 0;
    const whole = row.total ?? 0;
    return { progress: String(moves ? Math.min(whole, done + draws.within([1, 3], "done", row.key, month)) : done) };
  }
  const percent = state?.percent ?? 0;
  const next = moves
    ? Math.min(Math.max(MOST, percent), percent + draws.within([2, 10], "percent", row.key, month))
    : percent;
  return { progress: String(next) };
}

export function confirm(
  setting: MonthSetting,
  row: ObservedRow<"progressAnswered">,
  state: MonthState,
  unit: string,
): MonthIntent[] {
  const { draws, months } = setting;
  const isFirst = (state.requests[unit]?.returned?.times ?? 0) === 0;
  const returns = isFirst && draws.happens(months.sendBack, "sendBack", row.stream, unit);
  return confirming(setting, row, unit, months.confirm, returns);
}

function confirming(
  setting: MonthSetting,
  row: ObservedRow,
  unit: string,
  reaction: MonthSetting["months"]["confirm"],
  returns = false,
): MonthIntent[] {
  const about = ["confirm", row.stream, unit, row.type, row.seq] as const;
  const at = reactionAt(setting, unit, reaction, row.at, about);
  return intendMonth(at, {
    stream: row.stream,
    name: `confirm/${unit}`,
    still: ({ requests }) => requests[unit]?.status === "answered",
    acts: ({ requests }) => {
      const request = requests[unit];
      const seat = { kind: "unit", unit, level: "head", not: request?.answeredBy ?? [] } as const;
      const actor = setting.cast.actor(seat, setting.hours.dayOf(at ?? 0));
      if (!actor || !request) return null;
      const { version } = request;
      return returns
        ? [
            {
              actor,
              act: { kind: "returnAnswer", unit, version, reason: setting.draws.oneOf(texts.SENT_BACK, ...about) },
            },
          ]
        : [{ actor, act: { kind: "confirmAnswer", unit, version } }];
    },
  });
}
