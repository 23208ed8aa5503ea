/** Acts on a round: in which capacity, under which key, and what a refusal is told as. */
import { createHash } from "node:crypto";
import type { RoundAct, RoundRefusalCode } from "../../domain/inspections/acts.js";
import { roundStream } from "../../domain/inspections/round-name.js";
import type { VisitState } from "../../domain/inspections/round-types.js";
import { groupOf } from "../../domain/inspections/round-state.js";
import type { RoundState } from "../../domain/inspections/round-types.js";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { Outcome } from "../../domain/ledger/record.js";
import type { ReadRound } from "../../prisma/ledger/round-reader.js";
import { refuseEnded, sendRoundAct } from "../actions/request.js";
import { ProblemError, type ProblemCode } from "../http/problem.js";
import type { Words } from "../http/schema-parts.js";
import { actorOf, unitOf } from "../rights/actor.js";
import type { Caller, Capacity } from "../rights/caller.js";
import type { PlanCall } from "../serving/route.js";

export type RoundCall = Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "services" | "key">;

/** What an act on a round can be refused for, and what can keep it from being delivered. */
export const ROUND_PROBLEMS = [
  "unknownRound",
  "notYours",
  "illegalStep",
  "nothingPending",
  "badDate",
  "badValue",
  "planEnded",
  "notDelivered",
  "temporalAway",
] as const satisfies readonly ProblemCode[];

export const unknownRound = (round: string): ProblemError =>
  new ProblemError("unknownRound", {
    zh: `没有编号为“${round}”的检查，可先查看检查列表。`,
    en: `There is no round ${round}: GET …/inspections lists them.`,
  });
export const unknownVisit = (visit: string): ProblemError =>
  new ProblemError("unknownVisit", {
    zh: `本轮检查没有“${visit}”，或不在您的查阅范围。`,
    en: `The round has no visit ${visit}, or it is beyond your reach.`,
  });

/** The round as it stands. Throws `unknownRound`. */
export async function roundOf(
  { plan, services }: Pick<RoundCall, "plan" | "services">,
  round: string,
): Promise<ReadRound> {
  const read = await services.rounds.read(plan.id, round);
  if (!read) throw unknownRound(round);
  return read;
}

/** One of its visits. Throws `unknownVisit`. */
export function visitOf({ visits }: Pick<RoundState, "visits">, id: string): VisitState {
  const visit = visits[id];
  if (!visit) throw unknownVisit(id);
  return visit;
}

const WORDS: Readonly<Record<string, Words>> = {
  notYours: {
    zh: "您不在该处的检查组，也未领取过该处检查，或该项由其他单位办理。",
    en: "You are not in the group of this visit and never took it along, or it is another unit's to do.",
  },
  ownWork: {
    zh: "您参与了该处检查，或为异议提出人，须由其他人员决定。",
    en: "You inspected it, or stand behind the objection: somebody else decides.",
  },
  locked: {
    zh: "该处检查已提交并锁定；此后的内容不再受理，可导出后交组长或办公室。",
    en: "The visit is submitted and locked: export what is left, or hand it to the 组长 or the office.",
  },
  closing: {
    zh: "本轮检查尚未开放或已停止领取，不能带走；已带走的仍可提交。",
    en: "The round is not open yet, or nothing is taken along any more; what is out is still accepted.",
  },
  incomplete: {
    zh: "尚未齐全：还有未查条目、未送达的照片或待组长确定的条目。",
    en: "Not all is there: lines not checked, photos not here, or lines for the 组长 to decide.",
  },
  illegalStep: { zh: "本轮检查目前不能进行此步骤。", en: "This is not the round's next step." },
  nothingPending: { zh: "没有待处理的内容。", en: "Nothing is pending." },
  badDate: { zh: "日期不符合要求，或已超过期限。", en: "The day is not acceptable, or too late." },
  badValue: {
    zh: "内容不符合要求：请核对条目、结论、原因类别、说明和理由。",
    en: "It is not acceptable: look at line, grade, class of cause, text and reason.",
  },
};

const CODES: Readonly<Record<string, ProblemCode>> = {
  notYours: "notYours",
  ownWork: "ownWork",
  locked: "locked",
  closing: "closing",
  incomplete: "incomplete",
  illegalStep: "illegalStep",
  nothingPending: "nothingPending",
  badDate: "badDate",
  badValue: "badValue",
} satisfies { readonly [C in RoundRefusalCode]?: ProblemCode };

/** What a refusal is told as. The rules' own sentence is English, and says which line or person. */
export function refusedAs({ code, reason }: Outcome["refused"][number], members: object = {}): ProblemError {
  if (code === "unknownItem") return unknownVisit("");
  const known = CODES[code] ?? "illegalStep";
  const words = WORDS[known] ?? WORDS["illegalStep"];
  return new ProblemError(known, { zh: words?.zh ?? "", en: `${words?.en ?? ""} ${reason}` }, { ...members });
}

const isOwn = ({ onBehalfOf, inPlaceOf, substituteFor }: Capacity): boolean =>
  onBehalfOf === undefined && inPlaceOf === undefined && substituteFor === undefined;

/**
 * The capacity in which somebody does something to a round: the first that fits, else the first of their own, for the rules to
 * refuse. Throws `notYours` where they are nobody.
 */
export function capacityFor({ capacities, person }: Caller, fits: (capacity: Capacity) => boolean): Capacity {
  const own = capacities.filter(isOwn);
  const capacity = own.find(fits) ?? capacities.find(fits) ?? own[0] ?? capacities[0];
  if (!capacity || person === null) throw new ProblemError("notYours", WORDS["notYours"] as Words);
  return capacity;
}

/** In which post they inspect a visit. */
export const asInspector =
  (state: RoundState, visit: string, { person }: Caller) =>
  ({ post }: Capacity): boolean =>
    groupOf(state, visit)?.members.some((member) => member.person === person && member.post === post) === true;

/** As one of some units. */
export const asUnit =
  (...units: readonly (string | undefined)[]) =>
  (capacity: Capacity): boolean =>
    units.includes(unitOf(capacity));

/** Names a request by what it says: sent again it is the same, whoever brings it and whatever became of the first. */
export const keyOf = (...parts: readonly unknown[]): string =>
  `i-${createHash("sha256").update(canonicalJson(parts)).digest("hex").slice(0, 40)}`;

export interface Sent {
  readonly outcome: Outcome;
  /** The round as it stands afterwards. */
  readonly after: ReadRound;
}

/**
 * Does something to a round in a capacity. `key`: what names the request for ever. Answers what the ledger has of it, refusals
 * included. Throws `planEnded`, `notDelivered` and `temporalAway`.
 */
export async function send(
  call: RoundCall,
  round: string,
  act: RoundAct,
  capacity: Capacity,
  key: string,
): Promise<Sent> {
  refuseEnded(call.plan);
  const actor = actorOf(capacity, call.caller);
  const outcome = await sendRoundAct(call, roundStream(round), { key, actor, round: act });
  return { outcome, after: await roundOf(call, round) };
}

/** The same; throws the problem of a refusal. */
export async function done(...args: Parameters<typeof send>): Promise<ReadRound> {
  const { outcome, after } = await send(...args);
  const [refused] = outcome.refused;
  if (refused) throw refusedAs(refused);
  return after;
}
