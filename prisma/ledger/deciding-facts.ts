/** What a decision goes by beside its stream: of rounds, registers and months, read in the transaction that decides. */
import { dateAt } from "../../domain/plan/plan-date.js";
import type { AdvanceRequest } from "../../domain/streams/advance.js";
import type { Decision, Follower, RowStreamKind, StreamKind, Wanted } from "../../domain/streams/kind.js";
import type { Connection } from "../database/pool.js";
import { readDecidingFacts, readRoundFacts } from "../inspections/round-facts.js";
import { readMonthFacts, readMonthOpening } from "../months/month-facts.js";
import { type PlanRules, readExisting } from "../plans/rules-cache.js";
import { readRegisterFacts } from "../registers/register-facts.js";
import type { LockedStream } from "./append.js";
import { streamsAnnounced } from "./stream-store.js";

/** What a stream of rows asks for, as its follower takes it. `isDue`: the stream's own instant has come. */
export async function readFacts(
  connection: Connection,
  kind: RowStreamKind,
  { planId, stream }: LockedStream,
  { commands, due, isDue }: Pick<Wanted, "commands" | "due"> & { readonly isDue: boolean },
  follower: Follower,
  { ruleSet, directory }: PlanRules,
): Promise<Pick<Wanted, "facts" | "registerFacts" | "month">> {
  switch (kind.asks) {
    case "monthFacts":
      return { month: await readMonthFacts(connection, planId, stream, commands, isDue && due, ruleSet) };
    case "roundFacts":
      return { facts: await readDecidingFacts(connection, planId, stream, commands) };
    case "registerFacts":
      return {
        registerFacts: await readRegisterFacts(connection, {
          planId,
          stream,
          commands,
          all: follower.needsAll?.(ruleSet) ?? false,
          bundle: directory.bundle,
          taskStreams: async () => (await streamsAnnounced(connection, planId)).tasks,
        }),
      };
    default:
      return {};
  }
}

/** What a stream begins with. */
export async function opening(
  connection: Connection,
  kind: StreamKind,
  { planId, stream, openedAt, late = false, mode }: AdvanceRequest,
  { directory, ruleSet }: PlanRules,
): Promise<Decision> {
  // A live plan takes over what was to be assigned before it was opened.
  const running =
    mode === "live"
      ? { day: dateAt(openedAt, ruleSet.offsetMinutes), existing: await readExisting(connection, planId) }
      : null;
  const facts =
    "asks" in kind && kind.asks === "roundFacts"
      ? await readRoundFacts(
          connection,
          { planId, stream, openedAt, tasks: (await streamsAnnounced(connection, planId)).tasks },
          ruleSet,
        )
      : undefined;
  const month =
    "asks" in kind && kind.asks === "monthFacts"
      ? await readMonthOpening(connection, planId, stream, ruleSet)
      : undefined;
  const beside = { ...(facts && { facts }), ...(month && { month }) };
  return kind.open({ stream, bundle: directory.bundle, ruleSet, at: openedAt, late, running, ...beside });
}
