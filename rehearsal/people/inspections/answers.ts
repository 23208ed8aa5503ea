/** What inspectors find on the lines of a visit: mostly that it is well, at times that it isn't, with a cause, and with photos. */
import { milestonesOf } from "../../../domain/inspections/lines.js";
import type { FiledLine } from "../../../domain/ledger/inspection-events.js";
import { isOpen, type ItemState } from "../../../domain/items/work-item.js";
import { type ChecklistLine, type Checklists, lineOf } from "../../../domain/plan/checklists.js";
import { findingItem } from "../../../domain/plan/findings.js";
import type { PlannedVisit } from "../../../domain/inspections/types.js";
import type { PlanText } from "../../../domain/plan/plan.js";
import { drawPhoto, namedPhoto, type Photo } from "./photos.js";
import type { RoundSetting } from "./round-intents.js";
import * as texts from "./texts.js";

/** A line filed before the visit ended, by so many milliseconds each. */
const BETWEEN_LINES_MS = 4 * 60_000;
/** Some lines are in trouble in a half-year, most are not: what the chance of a failure is multiplied by. */
const TROUBLE = [0.2, 0.2, 0.8, 0.8, 3] as const;
/** How often a failure has the cause that the line has everywhere that year. */
const COMMON_CAUSE = 0.7;

export interface Answered {
  readonly answer: FiledLine;
  readonly photos: readonly Photo[];
}

/** What is looked at, where and when. */
export interface Looking {
  readonly round: string;
  readonly visit: PlannedVisit;
  readonly checklists: Checklists;
  readonly plan: PlanText;
  /** When the visit is filed. */
  readonly at: number;
}

/** An answer to every line of a visit, in their order. */
export function answersTo(setting: RoundSetting, looking: Looking): Answered[] {
  const { visit, checklists, at } = looking;
  return visit.lines.flatMap((key, no): Answered[] => {
    const line = lineOf(checklists, key);
    if (!line) return [];
    return [answerTo(setting, looking, line, at - (visit.lines.length - no) * BETWEEN_LINES_MS)];
  });
}

function answerTo(setting: RoundSetting, looking: Looking, line: ChecklistLine, answeredAt: number): Answered {
  const { draws, rounds } = setting;
  const { round, visit, checklists } = looking;
  const about = [round, visit.id, line.key] as const;
  const base = { line: line.key, revision: 1, answeredAt };
  // What a place has none of, it has none of in every round.
  if (line.guidance.includes("不适用") && draws.happens(0.5, "notApplicable", visit.place.id, line.key))
    return { answer: { ...base, grade: "notApplicable", text: texts.NOT_APPLICABLE, photos: [] }, photos: [] };
  const cause = causeOfFailure(setting, looking, line);
  const photos = (mark: "fault" | "good"): readonly Photo[] =>
    draws.happens(rounds.photo, "photo", ...about) ? [drawPhoto(about.join("/"), mark)] : [];
  const named = (taken: readonly Photo[]) => taken.map((photo) => namedPhoto(photo, answeredAt));
  if (cause !== null) {
    const { title = cause } = checklists.causes.find(({ id }) => id === cause) ?? {};
    const taken = photos("fault");
    const contradicts = isClaimed(setting, looking, line) && draws.happens(rounds.contradict, "contradict", ...about);
    const text = texts.failureText(draws, line.text, { id: cause, title }, visit.place.id, line.key, round.slice(0, 4));
    const answer: FiledLine = { ...base, grade: "fail", text, cause, photos: named(taken) };
    return { answer: contradicts ? { ...answer, contradicts } : answer, photos: taken };
  }
  if (draws.happens(rounds.mostly, "mostly", ...about))
    return { answer: { ...base, grade: "mostly", text: draws.oneOf(texts.MOSTLY, ...about), photos: [] }, photos: [] };
  const highlight = draws.happens(rounds.highlight, "highlight", ...about)
    ? texts.highlightText(draws, line.text, visit.place.id, line.key)
    : null;
  if (highlight === null) return { answer: { ...base, grade: "pass", text: "", asRest: true, photos: [] }, photos: [] };
  const taken = photos("good");
  return { answer: { ...base, grade: "pass", text: "", highlight, photos: named(taken) }, photos: taken };
}

/** The cause of a failure; null: the line doesn't fail. */
function causeOfFailure(setting: RoundSetting, { round, visit }: Looking, line: ChecklistLine): string | null {
  const { draws, rounds } = setting;
  const about = [round, visit.id, line.key] as const;
  const before = line.causes.flatMap((cause): { cause: string; item: ItemState }[] => {
    const item = setting.item(findingItem(line.key, cause, visit.place.id));
    return item?.finding && item.finding.found.length > 0 ? [{ cause, item }] : [];
  });
  // What is not put right yet is found again, whoever looks.
  const open = before.find(({ item }) => isOpen(item) && item.status !== "reported" && item.status !== "verified");
  if (open) return open.cause;
  const [closed] = before;
  if (closed) return draws.happens(rounds.findAgain, "findAgain", ...about) ? closed.cause : null;
  const trouble = draws.oneOf(TROUBLE, "trouble", round, line.key);
  const [first, ...others] = line.causes;
  if (first === undefined || !draws.happens(Math.min(1, rounds.fail * trouble), "fail", ...about)) return null;
  const causes = [first, ...others] as const;
  return draws.happens(COMMON_CAUSE, "common", ...about)
    ? draws.oneOf(causes, "cause", round.slice(0, 4), line.key)
    : draws.oneOf(causes, "cause", ...about);
}

/** Whether the unit has reported done what the line is about. */
function isClaimed(setting: RoundSetting, { visit, plan }: Looking, line: ChecklistLine): boolean {
  return milestonesOf(line, plan).some(({ id }) => {
    const item = setting.item(`${id}/${visit.place.id}`) ?? setting.item(`${id}/county`);
    return item !== undefined && (item.status === "reported" || item.status === "verified" || item.status === "closed");
  });
}
