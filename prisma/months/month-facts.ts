/** What a month is opened and decided by, beside its rows: read in the transaction that holds its stream. */
import type { AnswerRow } from "../../domain/ledger/month-events.js";
import type { EndedItems, MonthCommand, MonthFacts, MonthOpeningFacts } from "../../domain/months/acts.js";
import type { DraftRow } from "../../domain/months/answers.js";
import { monthBefore, monthOfStream } from "../../domain/months/month-name.js";
import type { PlacedItem } from "../../domain/months/requests.js";
import { instantAt } from "../../domain/plan/plan-date.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { PlacesKept } from "../../domain/registers/keeping.js";
import type { AnyCommand } from "../../domain/streams/advance.js";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import type { Connection } from "../database/pool.js";
import { placesOf } from "../registers/read-registers.js";
import * as items from "../sql/items/statements.js";
import * as sql from "../sql/months/statements.js";

/** What stands in the tables at the opening instant. */
export async function readMonthOpening(
  connection: Connection,
  planId: string,
  stream: string,
  rules: RuleSet,
): Promise<MonthOpeningFacts> {
  const announced = await sql.announcedMonth.maybe(connection, { planId, plan: PLAN_STREAM, stream });
  return {
    info: announced?.info ?? null,
    items: await openItems(connection, planId, null),
    kept: await placesKept(connection, planId, rules),
  };
}

/** Items that are no longer open, told apart by the last month whose figures were fixed; of the first month by its own beginning. */
async function endedItems(
  connection: Connection,
  planId: string,
  stream: string,
  { offsetMinutes }: RuleSet,
): Promise<EndedItems> {
  const month = monthOfStream(stream);
  const last = await sql.closedLast.maybe(connection, { planId, month });
  const since = last?.at ?? instantAt(`${month}-01`, "00:00", offsetMinutes);
  return {
    since,
    closed: await sql.closedSince.run(connection, { planId, since }),
    tasks: await sql.endedBefore.run(connection, { planId, since }),
  };
}

/** What stands in registers; nothing where no policy asks for them by the month. */
async function placesKept(
  connection: Connection,
  planId: string,
  { policies, documents }: RuleSet,
): Promise<PlacesKept> {
  const asks = Object.values(policies).some(({ months }) => months?.registers === true);
  return asks && documents?.registers ? placesOf(connection, planId, documents.registers) : {};
}

/** In the order of streams and of the plan within each; `units`: what these are to do; null: all. */
async function openItems(
  connection: Connection,
  planId: string,
  units: readonly string[] | null,
): Promise<PlacedItem[]> {
  const open = await items.openStates.run(connection, { planId, units });
  return open.map(({ stream, state }) => ({ stream, state }));
}

const isMonthCommand = (command: AnyCommand): command is MonthCommand => "month" in command;

/** What people's acts on a month are decided by; `due`: and what falls due on it, which fixes its figures. */
export async function readMonthFacts(
  connection: Connection,
  planId: string,
  stream: string,
  commands: readonly AnyCommand[],
  due: boolean,
  rules: RuleSet,
): Promise<MonthFacts> {
  const acts = commands.filter(isMonthCommand).map(({ month }) => month);
  const answering = [...new Set(acts.flatMap((act) => (act.kind === "answerRequest" ? [act.unit] : [])))];
  const confirmed = [...new Set(acts.flatMap((act) => (act.kind === "confirmAnswer" ? [act.unit] : [])))];
  const month = monthOfStream(stream);
  return {
    drafts: answering.length === 0 ? {} : await draftsOf(connection, planId, month, answering),
    before: answering.length === 0 ? {} : await answersOf(connection, planId, monthBefore(month), answering),
    items: due || confirmed.length > 0 ? await openItems(connection, planId, due ? null : confirmed) : [],
    ended: due ? await endedItems(connection, planId, stream, rules) : null,
    kept: due || answering.length > 0 ? await placesKept(connection, planId, rules) : {},
  };
}

async function draftsOf(
  connection: Connection,
  planId: string,
  month: string,
  units: readonly string[],
): Promise<Record<string, DraftRow[]>> {
  const drafts: Record<string, DraftRow[]> = {};
  for (const { unit, key, cells } of await sql.readDrafts.run(connection, { planId, month, units }))
    (drafts[unit] ??= []).push({ key, cells });
  return drafts;
}

async function answersOf(
  connection: Connection,
  planId: string,
  month: string,
  units: readonly string[],
): Promise<Record<string, Record<string, AnswerRow>>> {
  const answers: Record<string, Record<string, AnswerRow>> = {};
  for (const { unit, key, answer } of await sql.rowsOfUnits.run(connection, { planId, month, units }))
    if (answer) (answers[unit] ??= {})[key] = answer;
  return answers;
}
