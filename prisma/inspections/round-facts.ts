/** What a round is opened and decided by, beside its rows: read in the transaction that holds its stream. */
import type { DecidingFacts, RoundCommand } from "../../domain/inspections/acts.js";
import { roundOf } from "../../domain/inspections/round-name.js";
import type { RoundFacts } from "../../domain/inspections/scheme.js";
import type { RuleSet } from "../../domain/plan/rule-set.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import type { AnyCommand } from "../../domain/streams/advance.js";
import { PLAN_STREAM, type TaskStreamInfo } from "../../domain/streams/streams.js";
import type { Connection } from "../database/pool.js";
import { readDelegations } from "../people/delegations.js";
import * as sql from "../sql/inspections/statements.js";

/** A round that is opened. `tasks`: the streams of tasks that the plan has. */
interface Opened {
  readonly planId: string;
  readonly stream: string;
  readonly openedAt: number;
  readonly tasks: readonly TaskStreamInfo[];
}

/** What stands in the tables at the opening instant. */
export async function readRoundFacts(
  connection: Connection,
  { planId, stream, openedAt, tasks }: Opened,
  { offsetMinutes }: Pick<RuleSet, "offsetMinutes">,
): Promise<RoundFacts> {
  const announced = await sql.announcedRound.maybe(connection, { planId, plan: PLAN_STREAM, stream });
  const info = announced?.info ?? null;
  const year = Number((info?.to ?? dateAt(openedAt, offsetMinutes)).slice(0, 4));
  const visited = await sql.visitedInYear.run(connection, { planId, year });
  const graded = await sql.lastGrades.run(connection, { planId, except: roundOf(stream), place: null });
  return {
    info,
    heads: await sql.headsBefore.run(connection, { planId, at: openedAt }),
    visitedThisYear: visited.map(({ place }) => place),
    lastGrades: graded.map(({ place, line, grade, red }) => ({ place, line, grade, red })),
    open: await sql.openFindings.run(connection, { planId }),
    burden: await sql.burdenOfYear.run(connection, { planId, year }),
    inspectors: (await sql.lastInspectors.run(connection, { planId, before: openedAt })).map(
      ({ place, inspectors }) => ({ place, people: inspectors }),
    ),
    delegations: await readDelegations(connection, planId),
    taskStreams: tasks.map(({ task, stream: of, section }) => ({ task, stream: of, section })),
  };
}

const isRoundCommand = (command: AnyCommand): command is RoundCommand => "round" in command;

/** What people's acts on a round are decided by. */
export async function readDecidingFacts(
  connection: Connection,
  planId: string,
  stream: string,
  commands: readonly AnyCommand[],
): Promise<DecidingFacts> {
  const acts = commands.filter(isRoundCommand).map(({ round }) => round);
  if (acts.length === 0) return { delegations: [], stored: {} };
  const submitted = acts.flatMap((act) => (act.kind === "submitCheck" ? [act.visit] : []));
  return {
    delegations: await readDelegations(connection, planId),
    stored: submitted.length === 0 ? {} : await storedPhotos(connection, planId, roundOf(stream), submitted),
  };
}

/** By visit the photos whose bytes are stored. */
export async function storedPhotos(
  on: Parameters<typeof sql.storedPhotos.run>[0],
  planId: string,
  round: string,
  visits: readonly string[],
): Promise<Record<string, string[]>> {
  const stored: Record<string, string[]> = {};
  for (const { visit, sha256 } of await sql.storedPhotos.run(on, { planId, round, visits }))
    (stored[visit] ??= []).push(sha256);
  return stored;
}
