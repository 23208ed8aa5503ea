/** What stands over a plan's documents. */
import { planNotes } from "../../mail/render.js";
import type { PlanView } from "../views/plan-view.js";

/** That they are of a rehearsal, of sample data: as over its letters. */
export const notesOf = ({ head, bundle }: Pick<PlanView, "head" | "bundle">): string[] =>
  planNotes({ rehearsal: head.mode === "rehearsal", sampleData: bundle.roster.sample });
