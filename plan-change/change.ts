/** A change of a running plan, prepared: what differs, which documents and orders follow, what they move. Writes nothing. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../domain/ledger/canonical.js";
import type { PlanOrder } from "../domain/streams/orders.js";
import type { PlanBundle } from "../domain/plan/bundle.js";
import type { RuleSet } from "../domain/plan/rule-set.js";
import { valueOn } from "../domain/plan/dated.js";
import { unitNameOn } from "../domain/people/directory.js";
import type { Actor } from "../domain/ledger/record.js";
import { previewNotices } from "../prisma/notices/notice-preview.js";
import type { NewDocument } from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import type { Asked } from "./asked.js";
import { type BasedOn, staleDocuments } from "./basis.js";
import { compare, type Comparison } from "./compare.js";
import { owingRefusals } from "./owing.js";
import { register } from "./registering.js";
import { type Given, give, type Moves, movesOf, openItems } from "./preview.js";
import { readRunning, type RunningPlan } from "./running.js";
import type { Change, RefusedChange, Said } from "./said.js";

export interface Handover {
  /** Unit ids. */
  readonly from: string;
  readonly to: string;
}

/** What somebody wants of a running plan. */
export interface Wanted {
  /** The plan as it should run; null: as it does. */
  readonly bundle: PlanBundle | null;
  /** What the documents that are given whole were made from: an older one is refused. */
  readonly basedOn?: BasedOn;
  readonly handovers: readonly Handover[];
  /** Which running items go over to the newest policy; null: all of them when the policy is new, else none. */
  readonly adoptPolicy: "all" | "none" | readonly string[] | null;
  /** Why; readings, handovers and new items need it. */
  readonly reason: string | null;
  /** Who gives the orders; absent: the office's desk. */
  readonly actor?: Actor;
  /** Policy versions that new items begin with, by milestone; the newest for all others. */
  readonly policyOf?: Readonly<Record<string, number>>;
  /** Leaves out what it moves, which takes the longest: for who has seen it. */
  readonly withoutMoves?: boolean;
}

export interface Prepared {
  readonly running: RunningPlan;
  readonly bundle: PlanBundle;
  readonly changes: readonly Change[];
  readonly refused: readonly RefusedChange[];
  /** What is still missing before it can be applied. */
  readonly needs: readonly Said[];
  readonly notes: readonly Said[];
  readonly documents: readonly NewDocument[];
  readonly orders: readonly PlanOrder[];
  /** The office's post that gives the orders; null where nobody holds it. */
  readonly actor: Actor | null;
  readonly moves: Moves;
}

/** Nothing differs and nothing is asked. */
export const isEmpty = ({ documents, orders, refused }: Prepared): boolean =>
  documents.length === 0 && orders.length === 0 && refused.length === 0;

const NO_MOVES: Moves = { items: [], registered: [], atOnce: [] };

/** Who changed which documents and why stands in the plan's own ledger, before what they move. */
function documentsOrder(documents: readonly NewDocument[], reason: string | null): PlanOrder[] {
  if (documents.length === 0) return [];
  const named = documents.map(({ kind, version, content }) => ({
    kind,
    version,
    sha256: createHash("sha256").update(canonicalJson(content)).digest("hex"),
  }));
  return [{ kind: "changeDocuments", documents: named, reason: reason?.trim() || "修订方案文件" }];
}

/** Throws UnknownPlan and NotOpened. */
export async function prepareChange(pool: Pool, planId: string, wanted: Wanted): Promise<Prepared> {
  const running = await readRunning(pool, planId);
  const bundle = wanted.bundle ?? running.bundle;
  const comparison = compare(running.bundle, bundle, running.versions);
  const asked = ordersOf(running, bundle, comparison, wanted);
  const actor = wanted.actor ?? officeActor(bundle, running.today);
  const documents = documentsOf(running, bundle, comparison);
  const prepared: Prepared = {
    running,
    bundle,
    changes: [...comparison.changes, ...asked.changes],
    refused: [
      ...(await staleDocuments(pool, running, comparison.kinds, wanted.basedOn ?? {})),
      ...comparison.refused,
      ...asked.refused,
    ],
    needs: needsOf(asked.orders, wanted, actor),
    notes: asked.notes,
    documents,
    orders: [...documentsOrder(documents, wanted.reason), ...asked.orders],
    actor,
    moves: NO_MOVES,
  };
  // What cannot be made is not followed: its documents may not fit what runs.
  return prepared.refused.length > 0 ? prepared : withMoves(pool, prepared, wanted.withoutMoves ?? false);
}

function documentsOf(
  running: RunningPlan,
  bundle: PlanBundle,
  { kinds, checklists, registers }: Comparison,
): NewDocument[] {
  const documents = kinds.map(
    (kind): NewDocument => ({
      kind,
      version: kind === "policy" || kind === "calendar" ? bundle[kind].version : running.versions[kind] + 1,
      content: bundle[kind],
    }),
  );
  if (checklists && bundle.checklists)
    documents.push({ kind: "checklists", version: bundle.checklists.version, content: bundle.checklists });
  if (registers && bundle.registers)
    documents.push({ kind: "registers", version: bundle.registers.version, content: bundle.registers });
  return documents;
}

async function withMoves(pool: Pool, prepared: Prepared, without: boolean): Promise<Prepared> {
  const { running, bundle, orders } = prepared;
  const ruleSet = ruleSetWith(running.ruleSet, bundle);
  const given = give(running.streams, orders, prepared.actor ?? NOBODY(bundle), running.now, running.ruleSet, ruleSet);
  const refused = [
    ...given.refused.map(
      ({ order, reason }): RefusedChange => ({
        file: FILE_OF[order.kind] ?? "",
        what: { zh: `该项命令会被拒绝：${reason}`, en: `the order would be refused: ${reason}` },
        instead: { zh: "请按上述原因改正", en: "correct it as the reason says" },
      }),
    ),
    ...owingRefusals(running, bundle, openItems(given.after)),
  ];
  if (refused.length > 0) return { ...prepared, refused };
  if (without) return prepared;
  const moves = await movesOf(
    { streams: given.before, ruleSet: running.ruleSet, bundle: running.bundle },
    { streams: given.after, ruleSet, bundle },
    given.rows,
    (rows, under) => previewNotices(pool, running.row.id, rows, under),
  );
  return { ...prepared, moves, notes: [...prepared.notes, ...notesOf(prepared, given)] };
}

function ruleSetWith(ruleSet: RuleSet, { policy, calendar, checklists }: PlanBundle): RuleSet {
  return {
    ...ruleSet,
    ...(checklists ? { checklists: { ...ruleSet.checklists, [String(checklists.version)]: checklists } } : {}),
    policies: { ...ruleSet.policies, [String(policy.version)]: policy },
    calendars: { ...ruleSet.calendars, [String(calendar.version)]: calendar },
  };
}

/** Stands for the office in a preview where nobody holds its posts: applying it is refused. */
const NOBODY = ({ roster }: PlanBundle): Actor => ({ person: "nobody", post: "nobody", unit: roster.bodies.office });

/** Orders on the whole plan are the office's: by its desk, or by its head while the desk is vacant. */
function officeActor({ roster }: PlanBundle, today: string): Actor | null {
  const office = roster.units.find((unit) => unit.id === roster.bodies.office);
  for (const id of office ? [office.desk, office.head] : []) {
    const person = valueOn(roster.posts.find((post) => post.id === id)?.holders ?? [], today);
    if (office && person !== undefined) return { person, post: id, unit: office.id };
  }
  return null;
}

/** What an order came from; those that no change gives have none. */
const FILE_OF: Readonly<Partial<Record<PlanOrder["kind"], string>>> = {
  adoptCalendar: "calendar.yaml",
  adoptPolicy: "policy.yaml",
  changeReading: "plan.yaml",
  handOver: "--handover",
  registerItems: "plan.yaml",
};

/** Stands in a preview for a reason that is still missing: nothing is applied without one. */
const UNEXPLAINED = "（理由待写明）";

/** In the order in which they are given: what days count, by which rules, what is due when, who owes it, what is new. */
function ordersOf(running: RunningPlan, bundle: PlanBundle, { kinds, readings }: Comparison, wanted: Wanted): Asked {
  const reason = wanted.reason?.trim() || null;
  const asked: Asked = { orders: [], changes: [], refused: [], notes: [] };
  if (kinds.includes("calendar")) {
    const { version } = bundle.calendar;
    asked.orders.push({ kind: "adoptCalendar", version, reason: reason ?? `启用第${version}版工作日历` });
  }
  adoptPolicy(running, bundle, kinds.includes("policy"), wanted.adoptPolicy, reason, asked);
  for (const { milestone, to } of readings)
    asked.orders.push({ kind: "changeReading", milestone, deadline: to, reason: reason ?? UNEXPLAINED });
  for (const handover of wanted.handovers) handOver(running, bundle, handover, reason, asked);
  register(running, bundle, wanted.policyOf ?? {}, reason ?? UNEXPLAINED, asked);
  return asked;
}

function adoptPolicy(
  running: RunningPlan,
  bundle: PlanBundle,
  isNew: boolean,
  wish: Wanted["adoptPolicy"],
  given: string | null,
  asked: Asked,
): void {
  const whom = wish ?? (isNew ? "all" : "none");
  if (whom === "none") return;
  const { version } = bundle.policy;
  const reason = given ?? `启用第${version}版督办规则`;
  const known = bundle.plan.tasks.flatMap((task) => task.milestones.map(({ id }) => id));
  const unknown = whom === "all" ? [] : whom.filter((id) => !known.includes(id));
  for (const id of unknown)
    asked.refused.push({
      file: "--adopt-policy",
      what: { zh: `没有时限事项 ${id}`, en: `there is no milestone ${id}` },
      instead: { zh: `可写 all、none，或：${known.join(",")}`, en: `write all, none, or of: ${known.join(",")}` },
    });
  if (unknown.length > 0) return;
  const milestones = whom === "all" ? null : whom;
  const behind = [...openItems(running.streams).values()].filter(
    (item) => item.policy !== version && (milestones === null || milestones.includes(item.milestone)),
  );
  // The plan's own stream goes by the version that all items go over to, also where none is open any more.
  if (behind.length === 0 && (milestones !== null || running.streams.plan.policy === version)) return;
  asked.orders.push({ kind: "adoptPolicy", version, milestones, reason });
  asked.changes.push({
    file: isNew ? "policy.yaml" : "--adopt-policy",
    what: {
      zh: `${behind.length} 个在办事项转用第${version}版督办规则`,
      en: `${behind.length} running items go over to policy version ${version}`,
    },
  });
}

function handOver(
  { streams, today }: RunningPlan,
  { roster }: PlanBundle,
  { from, to }: Handover,
  reason: string | null,
  asked: Asked,
): void {
  const known = new Set(roster.units.map(({ id }) => id));
  const refuse = (what: Said, instead: Said): void => void asked.refused.push({ file: "--handover", what, instead });
  for (const unit of [from, to])
    if (!known.has(unit))
      refuse(
        { zh: `名册中没有单位 ${unit}`, en: `there is no unit ${unit} in the roster` },
        {
          zh: "请写 roster.yaml 中的单位 id",
          en: "write the id of a unit of roster.yaml; a new one is added there first",
        },
      );
  if (!known.has(from) || !known.has(to)) return;
  if (from === to) {
    refuse({ zh: `移交双方都是 ${from}`, en: `both units are ${from}` }, { zh: "请写两个单位", en: "name two units" });
    return;
  }
  const owed = [...openItems(streams).values()].filter((item) => item.primaryUnit === from);
  if (owed.length === 0) {
    refuse(
      { zh: `${from} 没有主办的在办事项`, en: `unit ${from} owes no open item` },
      { zh: "请核对单位 id；已移交的不必再做", en: "see that the id is right; what was handed over once is done" },
    );
    return;
  }
  asked.orders.push({ kind: "handOver", from, to, reason: reason ?? UNEXPLAINED });
  const names = [from, to].map((unit) => unitNameOn(roster, unit, today));
  asked.changes.push({
    file: "--handover",
    what: {
      zh: `${names[0]}（${from}）主办的 ${owed.length} 个在办事项移交${names[1]}（${to}）`,
      en: `the ${owed.length} open items that ${names[0]} (${from}) owes pass to ${names[1]} (${to})`,
    },
  });
}

function needsOf(orders: readonly PlanOrder[], { reason }: Wanted, actor: Actor | null): Said[] {
  const needs: Said[] = [];
  const explained = orders.some(({ kind }) => ["changeReading", "handOver", "registerItems"].includes(kind));
  if (explained && (reason ?? "").trim() === "")
    needs.push({
      zh: "时限重新认定、移交、立项须写明理由：--reason 理由",
      en: "another reading of a date, a handover and new items need their reason: --reason TEXT",
    });
  if (orders.length > 0 && actor === null)
    needs.push({
      zh: "办公室的经办岗和主要负责人今日均空缺：请在 roster.yaml 写上任职人员",
      en: "nobody holds the office's desk or its head's post today: write a holder in roster.yaml",
    });
  return needs;
}

/** What one may expect to move and does not. */
function notesOf({ orders, bundle, running }: Prepared, { after, leftOut }: Given): Said[] {
  const notes: Said[] = [];
  const open = [...openItems(after).values()];
  const { version } = bundle.policy;
  const older = open.filter((item) => item.policy !== version).length;
  if (older > 0)
    notes.push({
      zh: `${older} 个在办事项仍用原版督办规则（--adopt-policy all 可转用第${version}版）`,
      en: `${older} running items stay on an earlier policy version (--adopt-policy all takes them to ${version})`,
    });
  for (const kind of new Set(leftOut.map(({ order }) => order))) {
    const items = leftOut.filter(({ order }) => order === kind);
    const some = items.slice(0, 5).map(({ item, code }) => `${item} ${code}`);
    notes.push({
      zh: `${items.length} 个事项不受 ${kind} 影响（如正在核查）：${some.join("、")}`,
      en: `${items.length} items are left as they are by ${kind} (as while they are being checked): ${some.join(", ")}`,
    });
  }
  for (const order of orders) {
    if (order.kind !== "handOver") continue;
    const { from } = order;
    const helped = open.filter((item) => item.supporting.includes(from)).length;
    const checked = open.filter((item) => item.leadUnit === from && item.primaryUnit === item.township).length;
    const paired = bundle.roster.villages.filter(
      ({ pairing }) => valueOn(pairing, running.today)?.helpingUnit === from,
    ).length;
    if (helped + checked + paired > 0)
      notes.push({
        zh: `移交只转主办：${from} 仍协办 ${helped} 个、核查乡镇 ${checked} 个事项，帮扶 ${paired} 个村（帮扶关系在 roster.yaml 的 pairing 中改）`,
        en: `a handover passes on what is owed: ${from} goes on supporting ${helped} items, checking ${checked} of townships, and helping ${paired} villages (change pairing in roster.yaml)`,
      });
  }
  return notes;
}
