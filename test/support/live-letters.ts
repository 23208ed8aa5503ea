/** A live plan with letters to send, by a real postman: its first day lies in the past, so that everything closes at once. */
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { Person } from "../../domain/plan/roster.js";
import type { Choice } from "../../domain/letters/channels.js";
import { setChannelChoice } from "../../prisma/letters/channel-choices.js";
import type { Pool } from "../../prisma/database/pool.js";
import { POSTMAN, workflowId } from "../../workflows/names.js";
import { type PlanOptions, type PlanRun, startPlan } from "./plan-run.js";
import { Recorder } from "./recorder.js";
import { bundle } from "./small-bundle.js";

/** The small plan with other addresses for some of its people. */
export function withPersons(persons: Readonly<Record<string, Omit<Person, "id" | "name">>>, of = bundle): PlanBundle {
  const { roster } = of;
  return {
    ...of,
    roster: {
      ...roster,
      persons: roster.persons.map((person) =>
        persons[person.id] ? { id: person.id, name: person.name, ...persons[person.id] } : person,
      ),
    },
  };
}

export interface LetterStanding {
  readonly id: string;
  readonly person: string | null;
  readonly state: string;
  readonly messageId: string;
  /** `channel state`, in order. */
  readonly ways: readonly string[];
}

export interface LiveLetters {
  readonly run: PlanRun;
  readonly planId: string;
  readonly recorder: Recorder;
  /** Starts the plan's postman, and with it all sending. */
  startPostman(): Promise<void>;
  /** Closes all that fell due, and waits until nothing is left to send. */
  drain(): Promise<void>;
  /** Letters to a person; of everybody without one. */
  letters(person?: string): Promise<LetterStanding[]>;
  close(): Promise<void>;
}

export async function liveLetters(
  persons: Parameters<typeof withPersons>[0],
  options: Omit<PlanOptions, "mode"> & {
    readonly choices?: Readonly<Record<string, readonly Choice[]>>;
    readonly mode?: "live" | "rehearsal";
    /** Until when things have fallen due. */
    readonly until?: string;
  },
): Promise<LiveLetters> {
  const { choices = {}, until = "2021-04-12", mode = "live", ...rest } = options;
  const plan = withPersons(persons);
  const run = await startPlan(plan, undefined, { mode, ...rest });
  const { pool } = run.database;
  const recorder = await new Recorder(pool, plan).open(mode);
  const { planId } = recorder;
  for (const [person, channels] of Object.entries(choices))
    await setChannelChoice(pool, planId, person, channels, "account-office");
  await recorder.advance(recorder.at(until, "10:00"));
  let drains = 0;
  return {
    run,
    planId,
    recorder,
    async startPostman() {
      const args = [{ planId, mode }];
      await run.client.workflow.start("postmanWorkflow", {
        workflowId: workflowId(planId, POSTMAN),
        taskQueue: run.taskQueue,
        args,
      });
    },
    async drain() {
      await run.gateway.closeLetters(planId, recorder.at("2022-12-31"));
      await run.gateway.drainLetters(planId, `drain-${++drains}`);
    },
    letters: (person) => standings(pool, planId, person ?? null),
    async close() {
      await run.gateway.workflows.terminate(planId, POSTMAN, "the test is over");
      await run.close();
    },
  };
}

async function standings(pool: Pool, planId: string, person: string | null): Promise<LetterStanding[]> {
  const { rows } = await pool.query<LetterStanding>(
    `SELECT l.id, l.person, l.state, l.message_id AS "messageId", coalesce((SELECT jsonb_agg(d.channel || ' ' || d.state ORDER BY d.place)
       FROM letter_delivery d WHERE d.plan_id = l.plan_id AND d.letter_id = l.id), '[]') AS ways
     FROM letter l WHERE l.plan_id = $1 AND l.state NOT IN ('draft', 'superseded') AND ($2::text IS NULL OR l.person = $2)
     ORDER BY l.closed_at, l.id`,
    [planId, person],
  );
  return rows;
}
