/** Who answered when everybody was asked by the month, and who kept the registers that were due: from the months' ledgers. */
import type { MonthState, RequestState } from "../../domain/months/month-state.js";
import type { Directory } from "../../domain/people/directory.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Pool } from "../../prisma/database/pool.js";
import { MonthReader } from "../../prisma/ledger/month-reader.js";
import { listMonths } from "../../prisma/months/month-store.js";
import { groupBy } from "../../domain/plan/group-by.js";
import type { AnsweringLine, AnswerCounts, MonthAnswers } from "./model.js";

/** In the order in which they were asked; of a plan that asks nobody by the month nothing. `today`: the report's day. */
export async function monthAnswers(
  pool: Pool,
  planId: string,
  names: Directory,
  today: PlanDate,
): Promise<MonthAnswers> {
  const reader = new MonthReader(pool);
  const states: MonthState[] = [];
  for (const { month } of (await listMonths(pool, planId)).toReversed()) {
    const read = await reader.read(planId, month);
    if (read) states.push(read.state);
  }
  const all = states.flatMap((state) =>
    Object.values(state.requests).map((request) => ({ unit: request.unit, counts: countsOf(state, request, today) })),
  );
  const byUnit = groupBy(all, ({ unit }) => unit);
  const units = [...byUnit].map(
    ([unit, own]): AnsweringLine => ({
      unit,
      name: names.unitRef(unit, today).name,
      ...sumOf(own.map(({ counts }) => counts)),
    }),
  );
  return {
    months: states.map((state) => ({
      month: state.month,
      ...sumOf(Object.values(state.requests).map((request) => countsOf(state, request, today))),
      bulletin: state.bulletin?.signed.at(-1)?.no ?? null,
    })),
    // Whoever answered least comes first.
    units: units.sort(
      (a, b) => b.silent - a.silent || b.late - a.late || b.asked - a.asked || (a.unit < b.unit ? -1 : 1),
    ),
  };
}

const NONE: AnswerCounts = {
  asked: 0,
  onTime: 0,
  late: 0,
  silent: 0,
  running: 0,
  copied: 0,
  registers: 0,
  kept: 0,
  unchanged: 0,
  notKept: 0,
};

const sumOf = (counts: readonly AnswerCounts[]): AnswerCounts =>
  counts.reduce<AnswerCounts>(
    (sum, one) =>
      Object.fromEntries(
        (Object.keys(sum) as (keyof AnswerCounts)[]).map((name) => [name, sum[name] + one[name]]),
      ) as unknown as AnswerCounts,
    NONE,
  );

/** What one unit's request of one month came to. */
function countsOf(state: MonthState, request: RequestState, today: PlanDate): AnswerCounts {
  const { everConfirmed, late, answers } = request;
  const isOver = today > state.dueOn;
  const standing = registersOf(state, request);
  const count = (wanted: string): number => standing.filter((one) => one === wanted).length;
  return {
    asked: 1,
    onTime: everConfirmed && !late ? 1 : 0,
    late: everConfirmed && late ? 1 : 0,
    silent: !everConfirmed && isOver ? 1 : 0,
    running: !everConfirmed && !isOver ? 1 : 0,
    copied: answers.filter(({ same = 1 }) => same > 1).length,
    registers: standing.length,
    kept: count("kept"),
    unchanged: count("unchanged"),
    notKept: count("notKept"),
  };
}

/** How each of its registers stood: when it answered, else when the month closed; before that nobody has said anything of it. */
function registersOf({ snapshot }: MonthState, { unit, registers, answered }: RequestState): (string | null)[] {
  const said = new Map(answered.map(({ register, state }) => [register, state]));
  const closed = (snapshot?.registers ?? []).filter((one) => one.unit === unit);
  return registers.map(
    ({ register }) => said.get(register) ?? closed.find((one) => one.register === register)?.state ?? null,
  );
}
