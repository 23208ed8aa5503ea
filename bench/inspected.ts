/** A round of the seed plan to be filed: 64 visits of 25 lines, taken along by 40 inspectors in 20 groups. */
import { randomUUID } from "node:crypto";
import type { RoundAct } from "../domain/inspections/acts.js";
import { roundStream } from "../domain/inspections/round-name.js";
import type { Actor } from "../domain/ledger/record.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { valueOn } from "../domain/plan/dated.js";
import { instantAt } from "../domain/plan/plan-date.js";
import type { Post, Unit } from "../domain/plan/roster.js";
import { drive, NOBODY } from "../rehearsal/driver.js";
import { planFrom, SEED_PLAN } from "../scripts/cli.js";
import type { Clock } from "../workflows/messages.js";
import type { Opened } from "./opened.js";

export const ROUND = "2021H1";
/** Within the visits of the round. */
/** Late, so that little falls due before the round; the plan of the measurement begins then. */
const START = "2021-06-01";
const VISITED_ON = "2021-06-15";
const GROUPS = 20;
export const LINES = 25;
/** What is found wrong in every village, by the lines' numbers, each a matter of another task: some 130 findings of a round. */
const FAILS: ReadonlySet<number> = new Set([4, 17]);
const CAUSE = "duty";

export const lineKey = (no: number): string => `bench-line${no + 1}`;

/** What an inspector writes of a line of a visit. */
export const gradeOf = (no: number) =>
  FAILS.has(no)
    ? { grade: "fail", cause: CAUSE, text: "现场查看，管护无人负责" }
    : { grade: "pass", text: "现场查看，项目在用" };

export interface Visited {
  readonly id: string;
  readonly inspector: string;
}

const unitId = (no: number): string => `bench-u${String(no + 1).padStart(2, "0")}`;
const people = (unit: string): readonly string[] => [`${unit}-a`, `${unit}-b`];

/** The seed plan with 20 units more, of two inspectors each, and a checklist of 25 lines for every village. */
export async function inspectedPlan(): Promise<PlanBundle> {
  const seed = await planFrom(SEED_PLAN);
  const { plan, roster, policy, checklists } = seed;
  const [first] = checklists?.lines.filter(({ scope }) => scope === "visit") ?? [];
  const [anyUnit] = roster.units;
  if (!first || !checklists || !policy.inspections || !anyUnit) throw new Error("the seed plan has no inspections");
  const { office } = roster.bodies;
  const tasks = plan.tasks.map(({ no }) => no);
  const units = Array.from({ length: GROUPS }, (_, no): Unit => {
    const id = unitId(no);
    const names = [{ value: `检查单位${no + 1}` }];
    return { ...anyUnit, id, kind: "department", names, aliases: [], desk: `${id}/a`, head: `${id}/b` };
  });
  const posts = units.flatMap(({ id }): Post[] =>
    people(id).map((person, no) => ({
      id: `${id}/${no === 0 ? "a" : "b"}`,
      title: "检查人员",
      unit: id,
      level: no === 0 ? "desk" : "head",
      holders: [{ value: person }],
      fallback: [`${office}/desk`],
    })),
  );
  const persons = units.flatMap(({ id }) =>
    people(id).map((person) => ({ id: person, name: person, email: `${person}@sample.invalid` })),
  );
  const lines = Array.from({ length: LINES }, (_, no) => ({
    ...first,
    key: lineKey(no),
    task: tasks[no % tasks.length] ?? first.task,
    causes: [CAUSE],
    from: { kind: "fourChecks", check: "losses" } as const,
    rectifier: { kind: "township" } as const,
  }));
  return {
    ...seed,
    plan: { ...plan, start: START },
    roster: {
      ...roster,
      units: [...roster.units, ...units],
      posts: [...roster.posts, ...posts],
      persons: [...roster.persons, ...persons],
    },
    policy: { ...policy, inspections: { ...policy.inspections, last: ROUND, inFull: tasks } },
    checklists: { ...checklists, lines },
  };
}

/** Opens the round, has it approved, and every village's visit taken along. */
export async function takenAlong(opened: Opened, bundle: PlanBundle, planId: string): Promise<readonly Visited[]> {
  const { gateway, store } = opened;
  const until = instantAt(VISITED_ON, "10:00", bundle.plan.timeZone.offsetMinutes);
  await drive({ planId, store, gateway, people: NOBODY, until });
  const clock = await store.moveClock(planId, until);
  const villages = bundle.roster.villages.map(({ id }) => id);
  const asOffice = roundActs(opened, planId, clock, officeOf(bundle));
  await asOffice({ kind: "editScheme", visit: villages, reason: "都去" });
  await asOffice({ kind: "approveScheme", text: "同意" });
  const visits = villages.map((id) => `village-${id}`);
  const groups = Array.from({ length: GROUPS }, (_, no) => ({
    id: `g${no + 1}`,
    leader: `${unitId(no)}-a`,
    members: membersOf(unitId(no)),
    visits: visits.filter((_visit, at) => at % GROUPS === no),
  }));
  await asOffice({ kind: "setGroups", groups, reason: "实测" });
  const taken: Visited[] = [];
  for (const [at, id] of visits.entries()) {
    // Both of a group have visits of their own.
    const member = membersOf(unitId(at % GROUPS))[Math.floor(at / GROUPS) % 2];
    if (!member) throw new Error("a group has two members");
    await roundActs(opened, planId, clock, member)({ kind: "takeAlong", visit: id, device: "手机" });
    taken.push({ id, inspector: member.person });
  }
  return taken;
}

const membersOf = (unit: string) =>
  people(unit).map((person, no) => ({ person, post: `${unit}/${no === 0 ? "a" : "b"}`, unit }));

/** Who holds the desk of the office on the plan's first day. Throws where nobody does. */
export function officeOf({ roster, plan }: PlanBundle): Actor {
  const unit = roster.units.find(({ id }) => id === roster.bodies.office);
  const post = roster.posts.find(({ id }) => id === unit?.desk);
  const person = post && valueOn(post.holders, plan.start);
  if (!unit || !post || person === undefined) throw new Error("nobody holds the desk of the office");
  return { person, post: post.id, unit: unit.id };
}

const roundActs =
  ({ gateway }: Opened, planId: string, clock: Clock, actor: Actor) =>
  async (round: RoundAct): Promise<void> => {
    const key = `bench-${randomUUID()}`;
    const { refused } = await gateway.inspect(planId, roundStream(ROUND), { key, actor, round }, clock);
    if (refused[0]) throw new Error(`${round.kind} is refused: ${refused[0].code} ${refused[0].reason}`);
  };
