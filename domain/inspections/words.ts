/** What a round's chasing letters say, in both languages: whole sentences, as they are recorded. */
import type { Chased, VisitPlace } from "../ledger/inspection-events.js";
import { dayEn, dayZh } from "../language/dates.js";
import { rosterIndex, unitNameOn } from "../people/directory.js";
import type { PlanDate } from "../plan/plan.js";
import type { Roster } from "../plan/roster.js";
import { roundName } from "./round-name.js";
import { schemeOf } from "./round-state.js";
import type { ObjectionState, RoundState } from "./round-types.js";

interface Said {
  readonly zh: string;
  readonly en: string;
}

type Spoken = Pick<RoundState, "round" | "scheme" | "stream">;

/** Places that are named in a sentence; how many more there are is said. */
const MOST_PLACES = 12;

/** A place by its name of a day. */
const placeOn = ({ kind, id }: VisitPlace, roster: Roster, day: PlanDate): string =>
  kind === "village" ? (rosterIndex(roster).villages.get(id)?.name ?? id) : unitNameOn(roster, id, day);

/** What inspectors are told of the visits that wait for them, a 组长 of the group's. */
export function ownVisitsWords(
  state: Spoken,
  places: readonly VisitPlace[],
  offset: number,
  roster: Roster,
  day: PlanDate,
): Said {
  const { visitsUntil, closesOn } = schemeOf(state);
  const { zh: round, en } = roundName(state.round);
  const named = places.filter((_place, at) => at < MOST_PLACES);
  const names = named.map((place) => placeOn(place, roster, day));
  const more = places.length > names.length;
  const zh = `${names.join("、")}${more ? `等${places.length}处` : ""}`;
  const which = `${names.join(", ")}${more ? ` and ${places.length - names.length} more` : ""}`;
  const until = { zh: dayZh(visitsUntil), en: dayEn(visitsUntil) };
  return offset <= 0
    ? {
        zh: `请于${until.zh}前提交${zh}的${round}检查结果。`,
        en: `Submit the checks of ${which} (${en}) by ${until.en}.`,
      }
    : {
        zh: `${zh}的${round}检查结果应于${until.zh}前提交，现已逾期，请尽快提交；${dayZh(closesOn)}后到达的不计入通报数据。`,
        en: `The checks of ${which} (${en}) were due on ${until.en}: submit them; what arrives after ${dayEn(closesOn)} stays outside the bulletin's figures.`,
      };
}

/** What whoever may decide an objection is told while it waits. */
export function objectionWords(
  state: Spoken,
  place: VisitPlace,
  { unit, on, decideBy }: Pick<ObjectionState, "unit" | "on" | "decideBy">,
  offset: number,
  roster: Roster,
  day: PlanDate,
): Said {
  const { zh: round, en } = roundName(state.round);
  const where = placeOn(place, roster, day);
  const who = unitNameOn(roster, unit, day);
  const by = decideBy ?? on;
  const zh = `${who}${dayZh(on)}对${where}${round}检查结论提出的异议`;
  const about = `the objection of ${who} of ${dayEn(on)} to the conclusion on ${where} (${en})`;
  return offset <= 0
    ? { zh: `请于${dayZh(by)}前裁定${zh}。`, en: `Decide ${about} by ${dayEn(by)}.` }
    : {
        zh: `请尽快裁定${zh}，裁定时限为${dayZh(by)}，现已逾期。`,
        en: `Decide ${about}: it was to be decided by ${dayEn(by)}.`,
      };
}

/** What waits in a round as a whole. `visits`: how many are late or without a group. */
export function chaseWords(state: Spoken, what: Exclude<Chased, "objections">, visits: number, offset: number): Said {
  const { visitsUntil, closesOn } = schemeOf(state);
  const { zh: round, en } = roundName(state.round);
  switch (what) {
    case "approval":
      return {
        zh: `${round}检查方案已拟好，请审定；入村检查至${dayZh(visitsUntil)}结束。`,
        en: `The scheme of ${en} is drafted and waits for approval; visits end on ${dayEn(visitsUntil)}.`,
      };
    case "groups":
      return {
        zh: `${round}检查尚有${visits}处未安排检查组，请尽快安排；入村检查至${dayZh(visitsUntil)}结束。`,
        en: `${visits} visits of ${en} have no group yet; visits end on ${dayEn(visitsUntil)}.`,
      };
    case "checks":
      return offset <= 0
        ? {
            zh: `${round}检查尚有${visits}处未提交，请于${dayZh(visitsUntil)}前提交。`,
            en: `${visits} visits of ${en} are to be submitted by ${dayEn(visitsUntil)}.`,
          }
        : {
            zh: `${round}检查尚有${visits}处逾期未提交，请尽快提交；${dayZh(closesOn)}后到达的不计入通报数据。`,
            en: `${visits} visits of ${en} are late; what arrives after ${dayEn(closesOn)} stays outside the bulletin's figures.`,
          };
    case "bulletin":
      return {
        zh: `${round}检查已结束，通报尚未签发，请尽快办理。`,
        en: `${en} is closed; its bulletin is not signed yet.`,
      };
  }
}
