/** The page over a small plan with a round of inspections under way, on the real parts. */
import { createHash } from "node:crypto";
import type { RoundAct } from "../../../domain/inspections/acts.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { instantAt } from "../../../domain/plan/plan-date.js";
import { checklists, inspectedBundle, inspectors, roundCommand } from "../../support/inspected-bundle.js";
import { type ActingSite, startActingSite } from "../acting-site.js";

const [works] = checklists.lines;
if (!works) throw new Error("the checklists have no line");

/** A third task has standing duties only: they are inspected. */
const plan: PlanBundle = {
  ...inspectedBundle,
  plan: {
    ...inspectedBundle.plan,
    tasks: [
      ...inspectedBundle.plan.tasks,
      {
        no: 3,
        title: "任务三",
        group: "g1",
        leadUnits: ["lead"],
        responsibleUnits: [],
        standingDuties: [{ id: "s3", text: "长期坚持", clause: "二3" }],
        clause: "二3",
        milestones: [],
      },
    ],
  },
  checklists: {
    ...checklists,
    lines: [
      ...checklists.lines,
      {
        ...works,
        key: "standing",
        task: 3,
        text: "是否长期坚持",
        evidence: [],
        from: { kind: "duty", duties: ["s3"] },
      },
    ],
  },
};

/** Lines that a visit to a village asks. */
export const LINES = ["works", "ledger", "losses", "standing"] as const;
export const ROUND = "2021H1";
const { leader, member } = inspectors;
/** Of the office, and not in the group: decides objections. */
export const PEOPLE = {
  unithead: "p-office-head",
  supervisionoffice: member.person,
  township: "p-town1-desk",
} as const;

/** A picture of one dot. */
export const PHOTO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
  "base64",
);
export const PHOTO_SHA = createHash("sha256").update(PHOTO).digest("hex");

export interface InspectionSite extends ActingSite {
  /** Somebody does something to the round, at an instant of the plan's clock. */
  inspect(actor: Actor, ...acts: readonly RoundAct[]): Promise<void>;
}

/** The round is opened, and drafted: 15 working days before the half-year ends. */
export async function startInspectionSite(): Promise<InspectionSite> {
  const acting = await startActingSite(plan, PEOPLE);
  const { run } = acting;
  let today = "2021-06-09";
  const goTo = async (day: string): Promise<void> => {
    await acting.goTo(day);
    today = day;
  };
  await goTo(today);
  return {
    ...acting,
    goTo,
    async inspect(actor, ...acts) {
      const clock = await run.store.moveClock(run.planId, instantAt(today, "11:00", plan.plan.timeZone.offsetMinutes));
      for (const act of acts)
        await run.gateway.inspect(run.planId, `inspection/${ROUND}`, roundCommand(actor, act), clock);
    },
  };
}

/** All villages are visited, whatever the sample. */
export const EVERYWHERE: RoundAct = { kind: "editScheme", visit: ["v1", "v2", "v3", "v4"], reason: "全覆盖" };
export const visitOf = (village: string): string => `village-${village}`;
export const VISITS = ["v1", "v2", "v3", "v4"].map(visitOf);
export { leader, member };
