/**
 * A rehearsal as whoever drives it has it: everything from the database, nothing remembered. So any process may take one
 * up, the one that opened it, the API, or the next start after a crash.
 */
import { halvesOf } from "../domain/inspections/halves.js";
import { dateAt } from "../domain/plan/plan-date.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { TaskStreamInfo } from "../domain/streams/streams.js";
import { isTaskStream, PLAN_STREAM } from "../domain/streams/streams.js";
import { scenarioFile } from "../loader/scenario-schema.js";
import { rowsAfter } from "../prisma/ledger/ledger-reader.js";
import { openDrafts } from "../prisma/letters/drafts.js";
import { closingsUpTo } from "../prisma/letters/letter-closing.js";
import { findPlan, loadBundle, loadRuleSet, loadScenarioDocument } from "../prisma/plans/plan-store.js";
import { DirectoryCache } from "../prisma/plans/rules-cache.js";
import type { Pool } from "../prisma/database/pool.js";
import {
  dueStreams,
  moveClock,
  nextDue,
  streamsAnnounced,
  taskStreamsOf,
  unappliedMessages,
} from "../prisma/ledger/stream-store.js";
import { type DriverStore, NOBODY, type People } from "./driver.js";
import { isSilent } from "./people/behaviours.js";
import { allRows, placesOf } from "../prisma/registers/read-registers.js";
import { stageRows } from "../prisma/registers/staging.js";
import { bulletinsOf } from "./bulletins.js";
import { monthBulletinsOf, saveGrid } from "./months.js";
import { type FileStore, keepPhoto } from "./photos.js";
import { type PeopleOptions, SimulatedPeople } from "./people/people.js";

export interface Rehearsal {
  readonly planId: string;
  /** The plan with the roster as the scenario has it. */
  readonly bundle: PlanBundle;
  readonly people: People;
  readonly store: DriverStore;
  /** The plan's own stream and its tasks'. */
  readonly streams: readonly string[];
  readonly tasks: readonly TaskStreamInfo[];
}

/**
 * The rehearsal as it stands. `files`: where simulated inspectors' photos go; null: they take none. Throws UnknownPlan; a live plan is
 * no rehearsal and is refused.
 */
export async function takeUp(pool: Pool, planId: string, files: FileStore | null = null): Promise<Rehearsal> {
  const plan = await findPlan(pool, planId);
  if (plan.mode !== "rehearsal") throw new NotARehearsal(planId);
  const bundle = await loadBundle(pool, planId);
  const document = await loadScenarioDocument(pool, planId);
  const scenario = document === null ? null : scenarioFile.parse(document);
  const tasks = await taskStreamsOf(pool, planId, bundle);
  const streams = [PLAN_STREAM, ...tasks.map(({ stream }) => stream)];
  const people = { seed: plan.seed ?? scenario?.seed ?? 0, bundle, streams: streams.filter(isTaskStream) };
  return {
    planId,
    bundle,
    people: scenario === null ? NOBODY : await openPeople(pool, planId, { scenario, ...people }, files),
    store: driverStore(pool),
    streams,
    tasks,
  };
}

/** A live plan goes by real time: its clock cannot be moved. */
export class NotARehearsal extends Error {
  constructor(planId: string) {
    super(`plan ${planId} is live: its clock goes by real time and cannot be moved`);
  }
}

export function driverStore(pool: Pool): DriverStore {
  const directories = new DirectoryCache(pool);
  return {
    nextDue: (id) => nextDue(pool, id),
    moreToCome: async (id, now) => {
      const { bundle, offsetMinutes } = await directories.get(id);
      const { inspections, months } = bundle.policy;
      const today = dateAt(now, offsetMinutes);
      const begun = await streamsAnnounced(pool, id);
      const asked = begun.months.at(-1)?.month ?? "";
      if (months && asked < months.last && today.slice(0, 7) <= months.last) return true;
      if (!inspections || !bundle.checklists) return false;
      const known = new Set(begun.rounds.map(({ round }) => round));
      return halvesOf(inspections).some((half) => !known.has(half.id) && half.to >= today);
    },
    dueStreams: (id, upTo) => dueStreams(pool, id, upTo),
    unappliedMessages: (id) => unappliedMessages(pool, id),
    moveClock: (id, now) => moveClock(pool, id, now),
    closingsUpTo: async (id, upTo) => closingsUpTo(pool, id, upTo, await directories.get(id)),
  };
}

/** The people who play a scenario on an opened plan; they see it through its database. */
export async function openPeople(
  pool: Pool,
  planId: string,
  options: Omit<PeopleOptions, "sight" | "openedAt">,
  files: FileStore | null = null,
): Promise<People> {
  if (isSilent(options.scenario)) return NOBODY;
  const { openedAt } = await findPlan(pool, planId);
  return SimulatedPeople.open({
    ...options,
    openedAt,
    sight: {
      rowsAfter: (seen) => rowsAfter(pool, planId, seen),
      openDrafts: () => openDrafts(pool, planId),
      ruleSet: () => loadRuleSet(pool, planId),
      keepPhoto: (photo) => keepPhoto(pool, files, planId, photo),
      saveGrid: (grid) => saveGrid(pool, planId, grid),
      monthBulletins: monthBulletinsOf(pool, planId),
      bulletins: bulletinsOf(pool, planId),
      registers: {
        rows: (register) => allRows(pool, { planId, register }),
        kept: () => placesOf(pool, planId, options.bundle.registers ?? { registers: [] }),
        stage: (register, rows) => stageRows(pool, { planId, register }, rows),
      },
    },
  });
}
