/**
 * Does what somebody asks to items: rights, then one command to each stream concerned, then the answer once the ledger has it.
 * Two statements and the Updates: what a request costs beside them is one look at its key and its items, and one at the
 * places of its rows.
 */
import type { ActKind } from "../../domain/items/acts/catalogue.js";
import type { Command } from "../../domain/items/commands.js";
import type { Outcome } from "../../domain/ledger/record.js";
import {
  type ActionRequest,
  beginAction,
  commandKey,
  commandPrefix,
  type FoundItem,
  type ItemOutcome,
  positionsOf,
} from "../../prisma/actions/action-store.js";
import { filedWith } from "../../prisma/actions/evidence-store.js";
import { wholeItem } from "../../prisma/items/read-items.js";
import type { Capacity } from "../rights/caller.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import type { PlanCall } from "../serving/route.js";
import type { ActionAnswer, ActionRefusalCode } from "./schemas.js";
import { fieldsOfType, isAroundRefusal, ownFields } from "./catalogue.js";
import type { CommandFields } from "./fields.js";
import { notPermitted, refusalOf, refusalProblem } from "./refusals.js";
import { capacitiesOf, keyReused, nameOf, refuseEnded, requestOf, sendCommand, type Sending } from "./request.js";
import { actorOf } from "../rights/actor.js";
import { capacityFor } from "./permissions.js";

/** What every action's body has beside its own fields. */
export interface ActionBody {
  readonly items: readonly string[];
  readonly post?: string | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly [field: string]: unknown;
}

type ActionCall = PlanCall<unknown, unknown, ActionBody>;

/** What is decided of one item before anything is sent. */
type Planned = Permitted | ItemOutcome;
interface Permitted {
  readonly item: FoundItem;
  readonly capacity: Capacity;
  /** Its own fields, where they are not those of all items. */
  readonly own: CommandFields | null;
}

const isOutcome = (planned: Planned): planned is ItemOutcome => "command" in planned;

/** Throws a problem where the only item, or every item, was refused. */
export async function perform(act: ActKind, call: ActionCall): Promise<ActionAnswer> {
  const { plan, body, services } = call;
  refuseEnded(plan);
  const capacities = capacitiesOf(act, call);
  const request = requestOf(act, call);
  const prefixes = capacities.map((capacity) => commandPrefix(request, nameOf(capacity)));
  const begun = await beginAction(services.pool, request, body.items, prefixes);
  if (begun.hash !== request.hash) throw keyReused();
  if (begun.answer) return answerOf(act, call, begun.answer);

  const found = new Map(begun.items.map((item) => [item.id, item]));
  const files = filesIn(act, body);
  const filed = files.length === 0 ? NO_FILES : await filedWith(services.pool, plan.id, body.items, files);
  const plannedOf = async (id: string): Promise<Planned> => {
    const decided = await planOne(act, call, id, found.get(id), capacities, filed.get(id) ?? []);
    return isOutcome(decided) || hasFiles(id, body, files, filed)
      ? decided
      : { item: id, command: null, refusal: WITHOUT_FILES };
  };
  const planned = await Promise.all(body.items.map(plannedOf));
  const sendings = sendingsOf(
    act,
    call,
    request,
    planned.flatMap((each) => (isOutcome(each) ? [] : [each])),
  );
  const outcomes = new Map<string, ItemOutcome>();
  for (const each of planned) if (isOutcome(each)) outcomes.set(each.item, each);
  const known = new Map(begun.outcomes.map((outcome) => [outcome.key, outcome]));
  const sent = await Promise.all(
    sendings.map(async (sending) => known.get(sending.command.key) ?? sendCommand(call, sending)),
  );
  for (const [index, outcome] of sent.entries())
    for (const each of await itemOutcomes(act, call, sendings[index] as Sending, outcome))
      outcomes.set(each.item, each);
  return answerOf(
    act,
    call,
    body.items.map((id) => outcomes.get(id) as ItemOutcome),
    request,
  );
}

const NO_FILES: ReadonlyMap<string, readonly string[]> = new Map();

/** The files that a request names: evidence, and the scan of a written 批示. */
function filesIn(act: ActKind, body: ActionBody): readonly string[] {
  return fieldsOfType(act, "file", "files").flatMap((name) => {
    const given = body[name];
    return Array.isArray(given) ? (given as string[]) : typeof given === "string" ? [given] : [];
  });
}

/** One item has all the files that are named for it; each of several has some of them. */
function hasFiles(
  item: string,
  { items }: ActionBody,
  files: readonly string[],
  filed: ReadonlyMap<string, readonly string[]>,
): boolean {
  const have = filed.get(item)?.length ?? 0;
  return files.length === 0 || (items.length === 1 ? have === new Set(files).size : have > 0);
}

const WITHOUT_FILES = {
  code: "evidenceMissing",
  zh: "所附文件尚未作为该事项的佐证上传，请先上传再办理。",
  en: "A file that is named was not uploaded to this item as evidence: upload it first.",
} as const satisfies ItemOutcome["refusal"];

async function planOne(
  act: ActKind,
  { plan, body, sight }: ActionCall,
  id: string,
  item: FoundItem | undefined,
  capacities: readonly Capacity[],
  filed: readonly string[],
): Promise<Planned> {
  const refused = (code: ActionRefusalCode, zh: string, en: string): ItemOutcome => ({
    item: id,
    command: null,
    refusal: { code, zh, en },
  });
  const around = item && { item: item.state, roster: plan.bundle.roster, day: plan.today };
  const capacity = around && capacityFor(act, capacities, around);
  if (item && around && capacity) {
    const own = ownFields(act, fieldsOf(body), { item: item.state, around, filed, plan });
    return own && isAroundRefusal(own) ? { item: id, command: null, refusal: own.refusal } : { item, capacity, own };
  }
  // Who may not see an item is not told that it is there.
  if (!item || !(await sight.sees(id)))
    return refused(
      "unknownItem",
      `没有该事项，或不在您的查阅范围（${id}）。`,
      `There is no such item, or it is beyond your reach (${id}).`,
    );
  const { code, zh, en } = notPermitted(act, plan.bundle.plan);
  return refused(code, zh, en);
}

const ENVELOPE = ["items", "post", "onBehalfOf"];

function fieldsOf(body: ActionBody): CommandFields {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !ENVELOPE.includes(name) && value !== undefined),
  );
}

/** One command for each stream and capacity; for each item where its fields are its own. */
function sendingsOf(
  act: ActKind,
  { caller, body }: ActionCall,
  request: ActionRequest,
  permitted: readonly Permitted[],
): Sending[] {
  const fields = fieldsOf(body);
  const sendings: Sending[] = [];
  const add = (
    { item: { stream }, capacity }: Permitted,
    items: readonly string[],
    own: CommandFields | null,
  ): void => {
    const prefix = commandPrefix(request, nameOf(capacity));
    const key = commandKey(prefix, stream, own && (items[0] ?? null));
    const actor = actorOf(capacity, caller);
    sendings.push({ stream, command: { ...(own ?? fields), kind: act, key, actor, items } as unknown as Command });
  };
  const shared = permitted.filter(({ own }) => own === null);
  for (const group of groupBy(shared, ({ item, capacity }) => `${item.stream}\0${nameOf(capacity)}`).values()) {
    const [first] = group;
    if (first)
      add(
        first,
        group.map(({ item }) => item.id),
        null,
      );
  }
  for (const each of permitted) if (each.own !== null) add(each, [each.item.id], each.own);
  return sendings;
}

/** Each of a command's items, with the reason where it was refused: told of the item as it stands now. */
async function itemOutcomes(
  act: ActKind,
  { plan, services }: ActionCall,
  { stream, command }: Sending,
  outcome: Outcome,
): Promise<ItemOutcome[]> {
  const taken = new Set(outcome.items);
  const refused = new Map(outcome.refused.map((each) => [each.item, each]));
  const sent = { stream, key: command.key };
  return Promise.all(
    command.items.map(async (item): Promise<ItemOutcome> => {
      if (taken.has(item)) return { item, command: sent, refusal: null };
      const { code = "illegalStep", reason = "it was refused when this request first came" } = refused.get(item) ?? {};
      const whole = await wholeItem(services.pool, plan.id, item);
      // A workflow knows open items only: one that has ended is there, and the step is not its next.
      const ended = code === "unknownItem" && whole ? `${item} is ${whole.state.status}` : null;
      const refusal = refusalOf(
        { code: ended ? "illegalStep" : code, reason: ended ?? reason },
        act,
        whole?.state,
        plan.bundle.plan,
      );
      return { item, command: sent, refusal };
    }),
  );
}

/** `keep`: the answer is the request's first accepted one. */
async function answerOf(
  act: ActKind,
  { plan, services, body }: ActionCall,
  outcomes: readonly ItemOutcome[],
  keep: ActionRequest | null = null,
): Promise<ActionAnswer> {
  const refusals = outcomes.flatMap(({ item, refusal }) =>
    refusal ? [{ item, refusal: { ...refusal, code: refusal.code as ActionRefusalCode } }] : [],
  );
  const [only] = refusals;
  if (only && body.items.length === 1) throw refusalProblem(only.item, only.refusal);
  const told = new Map(refusals.map(({ item, refusal: { code, zh, en } }) => [item, { code, reason: { zh, en } }]));
  if (refusals.length === outcomes.length)
    throw new ProblemError(
      "allRefused",
      {
        zh: `${outcomes.length}个事项均未受理，原因见outcomes。`,
        en: `None of ${outcomes.length} items was accepted; outcomes has the reasons.`,
      },
      {
        outcomes: outcomes.map(({ item }) => ({ item, outcome: "refused", rows: [], refusal: told.get(item) ?? null })),
      },
    );
  const accepted = outcomes.filter(({ refusal }) => refusal === null);
  const rows = groupBy(await positionsOf(services.pool, plan.id, outcomes, keep), ({ item }) => item);
  return {
    action: act,
    accepted: accepted.length,
    refused: refusals.length,
    outcomes: outcomes.map(({ item, refusal }) => ({
      item,
      outcome: refusal ? "refused" : "accepted",
      rows: refusal
        ? []
        : (rows.get(item) ?? []).map(({ stream, seq, type, at }) => ({
            stream,
            seq,
            type,
            at: instantText(at, plan.ruleSet.offsetMinutes),
          })),
      refusal: told.get(item) ?? null,
    })),
  };
}
