/** Orders on the whole plan, and what the plan notes for itself: substitutions, visits. */
import { inWords, wordsOf } from "../../domain/plan/words.js";
import { type GivenOrderKind, ORDERS } from "../../domain/streams/order-entries.js";
import type { PlanOrder } from "../../domain/streams/orders.js";
import type { Actor, Outcome } from "../../domain/ledger/record.js";
import { needsConsent, overlapping } from "../../domain/people/delegations.js";
import { valueOn } from "../../domain/plan/dated.js";
import { beginAction, commandKey, commandPrefix, positionsOf } from "../../prisma/actions/action-store.js";
import type { Capacity } from "../rights/caller.js";
import { instantText } from "../http/instants.js";
import type { PlanView } from "../views/plan-view.js";
import { sentPhotos } from "../../prisma/people/visits.js";
import { ProblemError } from "../http/problem.js";
import type { OrderAnswer } from "./schemas.js";
import type { Words } from "../http/schema-parts.js";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import { type Acting, type ActingBody, keyReused, refuseEnded, requestOf, sendOrder } from "./request.js";
import { actorOf } from "../rights/actor.js";
import { postOf } from "../rights/actor.js";
import { tellHolder } from "./tell-holder.js";

type Fields = Readonly<Record<string, unknown>>;

interface Giving {
  /** Whether it may be given in a capacity. */
  readonly may: (capacity: Capacity, fields: Fields, plan: PlanView) => boolean;
  /** The order that the fields make, given by a person; throws `badValue` for what the roster does not know. */
  readonly make: (fields: Fields, plan: PlanView, giver: string) => PlanOrder;
}

const isOffice: Giving["may"] = ({ roles }) => roles.includes("office");

/** What an order names must be in the roster. Throws `badValue`. */
function inRoster(what: Words, name: unknown, known: { has(id: string): boolean }): string {
  const named = String(name);
  if (known.has(named)) return named;
  throw new ProblemError("badValue", {
    zh: `名册中没有编号为“${named}”的${what.zh}。`,
    en: `There is no ${what.en} ${named} in the roster.`,
  });
}
const POST: Words = { zh: "岗位", en: "post" };
const UNIT: Words = { zh: "单位", en: "unit" };
const PERSON: Words = { zh: "人员", en: "person" };
const VILLAGE: Words = { zh: "村", en: "village" };

const townshipWord = ({ bundle: { plan } }: PlanView): Words => ({
  zh: wordsOf(plan, "zh").township,
  en: wordsOf(plan, "en").township,
});

const area = (fields: Fields, plan: PlanView) => ({
  townships: (fields.townships as string[]).map((one) => inRoster(townshipWord(plan), one, plan.names.townships)),
  villages: (fields.villages as string[]).map((one) => inRoster(VILLAGE, one, plan.names.villages)),
});

const holderOf = ({ names, today }: PlanView, post: string): string | undefined =>
  valueOn(names.posts.get(post)?.holders ?? [], today);

/** Whoever is answerable for a village beside its unit: the paired seats, the helping unit, the township. */
function isVillages(capacity: Capacity, village: unknown, { bundle: { roster }, today }: PlanView): boolean {
  const found = roster.villages.find((one) => one.id === village);
  const pairing = valueOn(found?.pairing ?? [], today);
  const own = postOf(capacity) === capacity.post && [pairing?.helpingUnit, found?.township].includes(capacity.unit);
  return own || [pairing?.countyLeader, pairing?.departmentHead].includes(postOf(capacity));
}

interface Named {
  readonly post: string;
  readonly principal: string;
  readonly substitute: string;
  readonly from: string;
  readonly until: string;
  readonly giver: string;
}

/** Told here in the words of officials; the plan's stream refuses the same. */
function refuseSubstitute(
  { substitute, principal, giver, ...span }: Named,
  { delegations, names, today }: PlanView,
): void {
  if (substitute === principal || substitute === giver)
    throw new ProblemError("badValue", {
      zh: substitute === principal ? "代理人不能是任职人员本人。" : "不能委托自己代理他人岗位，请由任职人员本人委托。",
      en: "Nobody substitutes for themselves, nor names themselves for somebody else's post.",
    });
  const other = overlapping(
    delegations.filter(({ until }) => until >= today),
    span,
  );
  if (other) {
    const name = names.person(other.substitute).name;
    throw new ProblemError("badValue", {
      zh: `该岗位${other.from}至${other.until}已委托${name}代理；同一时间只能有一名代理人，请先结束原代理。`,
      en: `${name} is named for this post from ${other.from} to ${other.until}: one substitute at a time. End that first.`,
    });
  }
}

const GIVING: Readonly<Record<GivenOrderKind, Giving>> = {
  suspendArea: {
    may: isOffice,
    make: (fields, plan) =>
      ({
        kind: "suspendArea",
        ...area(fields, plan),
        until: fields.until,
        reason: fields.reason,
        approver: inRoster(POST, fields.approver, plan.names.posts),
      }) as PlanOrder,
  },
  resumeArea: {
    may: isOffice,
    make: (fields, plan) => ({ kind: "resumeArea", ...area(fields, plan), reason: fields.reason }) as PlanOrder,
  },
  changeReading: {
    may: isOffice,
    make: (fields, { names }) => {
      const known = { has: (one: string) => names.milestone(one) !== undefined };
      const milestone = inRoster({ zh: "事项", en: "milestone" }, fields.milestone, known);
      return { kind: "changeReading", milestone, deadline: fields.deadline, reason: fields.reason } as PlanOrder;
    },
  },
  handOver: {
    may: isOffice,
    make: ({ from, to, reason: why }, { names: { units } }) =>
      ({
        kind: "handOver",
        from: inRoster(UNIT, from, units),
        to: inRoster(UNIT, to, units),
        reason: why,
      }) as PlanOrder,
  },
  handOverPost: {
    may: isOffice,
    make(fields, plan) {
      const post = inRoster(POST, fields.handedOver, plan.names.posts);
      const unit = plan.names.posts.get(post)?.unit;
      const to = holderOf(plan, post);
      if (unit === undefined || to === undefined)
        throw new ProblemError("badValue", {
          zh: `岗位“${post}”不属于单位或现无人任职，没有可移交的对象。`,
          en: `The post ${post} belongs to no unit, or nobody holds it today: there is nobody to hand over to.`,
        });
      return { kind: "handOverPost", unit, post, to, reason: String(fields.reason) };
    },
  },
  delegate: {
    may: ({ post, roles, substituteFor, inPlaceOf, onBehalfOf }, { delegated }) =>
      roles.includes("office") ||
      (post === delegated && substituteFor === undefined && inPlaceOf === undefined && onBehalfOf === undefined),
    make(fields, plan, giver) {
      const post = inRoster(POST, fields.delegated, plan.names.posts);
      const principal = holderOf(plan, post);
      if (principal === undefined)
        throw new ProblemError("badValue", {
          zh: `岗位“${post}”现无人任职：送该岗位的文书已按替补顺序转送，无需委托代理。`,
          en: `Nobody holds the post ${post} today: what is sent to it goes along its fallback chain without a substitute.`,
        });
      const persons = new Set(plan.bundle.roster.persons.map((person) => person.id));
      const substitute = inRoster(PERSON, fields.substitute, persons);
      const { from, until, reason: why } = fields as { from: string; until: string; reason: string };
      refuseSubstitute({ post, principal, substitute, from, until, giver }, plan);
      const { roster } = plan.bundle;
      const found = plan.names.posts.get(post);
      // What the holder themselves name, they agree to.
      const awaits = found !== undefined && needsConsent(found, roster) && giver !== principal;
      const order = { kind: "delegate", post, principal, substitute, from, until, reason: why } as const;
      return awaits ? { ...order, awaitsConsent: true } : order;
    },
  },
  confirmDelegation: {
    may: ({ post, substituteFor, inPlaceOf, onBehalfOf }, { delegation }, { delegations }) =>
      substituteFor === undefined &&
      inPlaceOf === undefined &&
      onBehalfOf === undefined &&
      delegations.find((one) => one.id === delegation)?.post === post,
    make({ delegation }, { delegations, today }, giver) {
      const found = delegations.find((one) => one.id === delegation);
      if (!found?.awaitsConsent || found.until < today || found.principal !== giver)
        throw new ProblemError("nothingPending", {
          zh: "没有待您确认的这一代理，或已结束。",
          en: "No such substitution waits for your consent, or it has ended.",
        });
      return { kind: "confirmDelegation", delegation: found.id, post: found.post };
    },
  },
  endDelegation: {
    may: ({ post, roles, substituteFor }, { delegation }, { delegations }) =>
      roles.includes("office") ||
      (substituteFor === undefined && delegations.find((one) => one.id === delegation)?.post === post),
    make({ delegation, reason: why }, { delegations }) {
      const found = delegations.find((one) => one.id === delegation);
      if (!found)
        throw new ProblemError("nothingPending", {
          zh: "没有这一代理，或已结束。",
          en: "There is no such substitution, or it has ended.",
        });
      return { kind: "endDelegation", delegation: found.id, post: found.post, reason: String(why) };
    },
  },
  logVisit: {
    may: (capacity, { village }, plan) => capacity.roles.includes("office") || isVillages(capacity, village, plan),
    make(fields, plan) {
      const {
        on,
        what,
        text,
        items,
        place,
        photos = [],
      } = fields as {
        on: string;
        what: "visit";
        text: string;
        items: string[];
        place?: string;
        photos?: string[];
      };
      for (const item of items) inRoster({ zh: "事项", en: "item" }, item, plan.places);
      return {
        kind: "logVisit",
        village: inRoster(VILLAGE, fields.village, plan.names.villages),
        on,
        what,
        text,
        items,
        ...(place === undefined ? {} : { place }),
        ...(photos.length === 0 ? {} : { photos: [...new Set(photos)] }),
      };
    },
  },
};

/** The order that some fields make. Throws `badValue` for what the roster does not know. */
export const orderOf = (kind: GivenOrderKind, fields: Fields, plan: PlanView, person: string): PlanOrder =>
  GIVING[kind].make(fields, plan, person);

const ENVELOPE = ["post"];

/** Gives an order; throws a problem where it is refused. */
export async function giveOrder(kind: GivenOrderKind, call: Acting<ActingBody & Fields>): Promise<OrderAnswer> {
  const { plan, caller, body, services } = call;
  const name = {
    zh: inWords(ORDERS[kind].name.zh, wordsOf(plan.bundle.plan, "zh")),
    en: ORDERS[kind].name.en,
  };
  const { may, make } = GIVING[kind];
  refuseEnded(plan);
  const request = requestOf(`order:${kind}`, call);
  const prefix = commandPrefix(request, "");
  const begun = await beginAction(services.pool, request, [], [prefix]);
  if (begun.hash !== request.hash) throw keyReused();
  const fields = Object.fromEntries(Object.entries(body).filter(([field]) => !ENVELOPE.includes(field)));
  const { post } = body;
  const capacity = caller.capacities
    .filter((one) => post === undefined || one.post === post || postOf(one) === post)
    .find((one) => may(one, fields, plan));
  if (!capacity || caller.person === null)
    throw new ProblemError("notYours", {
      zh: `您现任岗位不能办理“${name.zh}”。`,
      en: `None of your posts may ${name.en} here.`,
    });
  const actor: Actor = actorOf(capacity, caller);
  const key = commandKey(prefix, PLAN_STREAM);
  // Given before under this key: what it names may be over by now.
  const order = begun.outcomes[0] === undefined ? make(fields, plan, caller.person) : null;
  if (order?.kind === "logVisit") await ownPhotos(order.photos ?? [], caller.person, call);
  const outcome: Outcome = begun.outcomes[0] ?? (await sendOrder(call, { key, actor, order: order as PlanOrder }));
  const [refused] = outcome.refused;
  if (refused) {
    const code =
      refused.code === "badDate" ||
      refused.code === "notYours" ||
      refused.code === "unknownItem" ||
      refused.code === "nothingPending"
        ? refused.code
        : "badValue";
    throw new ProblemError(code, { zh: REFUSED[code], en: `${refused.reason}.` });
  }
  if (order?.kind === "delegate") tellHolder(order, caller.person, plan, services);
  const [row] = await positionsOf(services.pool, plan.id, [
    { item: "plan", command: { stream: PLAN_STREAM, key }, refusal: null },
  ]);
  return {
    order: kind,
    id: key,
    streams: outcome.items.filter((stream) => stream !== PLAN_STREAM),
    row: row
      ? { stream: row.stream, seq: row.seq, type: row.type, at: instantText(row.at, plan.ruleSet.offsetMinutes) }
      : null,
  };
}

/** Photos of a visit are those that its writer has sent. Throws `badValue`. */
async function ownPhotos(
  photos: readonly string[],
  person: string,
  { plan, services }: Pick<Acting<ActingBody>, "plan" | "services">,
): Promise<void> {
  const sent = await sentPhotos(services.pool, plan.id, person, photos);
  const missing = photos.find((one) => !sent.has(one));
  if (missing !== undefined)
    throw new ProblemError("badValue", {
      zh: `没有收到您上传的照片（${missing.slice(0, 8)}…），请重新选择照片后再提交。`,
      en: `You have sent no photo ${missing.slice(0, 8)}…: choose it again.`,
    });
}

const REFUSED = {
  badDate: "日期无效，或不在允许的范围内。",
  notYours: "批量操作由办公室（代理由岗位任职人员本人）办理。",
  nothingPending: "没有待办理的这一事项，或已结束。",
  unknownItem: "该命令不涉及本方案的任何事项。",
  badValue: "命令内容不完整或不符合要求。",
} as const;
