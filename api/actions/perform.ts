/**
 * Does what somebody asks to items: rights, then one command to each stream concerned, then the answer once the ledger has it.
 * Two statements and the Updates: what a request costs beside them is one look at its key and its items, and one at the
 * places of its rows.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/canonical.js";
import type { Command, RefusalCode } from "../../domain/commands.js";
import type { Actor, Outcome } from "../../domain/record.js";
import { valueOn } from "../../domain/recipients.js";
import {
  type ActionRequest,
  beginAction,
  commandKey,
  commandPrefix,
  type FoundItem,
  type ItemOutcome,
  positionsOf,
} from "../../prisma/action-store.js";
import { wholeItem } from "../../prisma/read/items.js";
import type { Capacity } from "../caller.js";
import { groupBy } from "../group.js";
import { instantText } from "../instants.js";
import type { PlanView } from "../plan-view.js";
import { ProblemError } from "../problem.js";
import type { PlanCall } from "../route.js";
import type { ActionAnswer } from "../schemas/actions.js";
import { CommandRefused, NotDelivered } from "../temporal-gateway.js";
import type { Action, CommandFields } from "./catalogue.js";
import { isRefusalCode, notPermitted, refusalProblem, refusalWords } from "./refusals.js";
import { capacityFor, postOf, unitOf } from "./rules.js";

/** What every action's body has beside its own fields. */
export interface ActionBody {
  readonly items: readonly string[];
  readonly post?: string | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly [field: string]: unknown;
}

/** How long somebody is kept waiting for a worker (milliseconds): a dead one's work is taken over in less. */
const PATIENCE = 12_000;

type ActionCall = PlanCall<unknown, unknown, ActionBody>;

/** A command to be sent. */
interface Sending {
  readonly stream: string;
  readonly command: Command;
}

/** What is decided of one item before anything is sent. */
type Planned = Permitted | ItemOutcome;
interface Permitted {
  readonly item: FoundItem;
  readonly capacity: Capacity;
}

const isOutcome = (planned: Planned): planned is ItemOutcome => "command" in planned;

/** Throws a problem where the only item, or every item, was refused. */
export async function perform(action: Action, call: ActionCall): Promise<ActionAnswer> {
  const { plan, body, services } = call;
  refuseEnded(plan);
  const capacities = capacitiesOf(action, call);
  const request = requestOf(action, call);
  const prefixes = capacities.map((capacity) => commandPrefix(request, nameOf(capacity)));
  const begun = await beginAction(services.pool, request, body.items, prefixes);
  if (begun.hash !== request.hash)
    throw new ProblemError("keyReused", {
      zh: "该幂等键已用于内容不同的另一请求，请为本次请求另用一个编号。",
      en: "This Idempotency-Key was used for another request: give this one a key of its own.",
    });
  if (begun.answer) return answerOf(action, call, begun.answer);

  const found = new Map(begun.items.map((item) => [item.id, item]));
  const planned = body.items.map((id) => planOne(action, call, id, found.get(id), capacities));
  const sendings = sendingsOf(
    action,
    call,
    request,
    planned.flatMap((each) => (isOutcome(each) ? [] : [each])),
  );
  const outcomes = new Map<string, ItemOutcome>();
  for (const each of planned) if (isOutcome(each)) outcomes.set(each.item, each);
  const known = new Map(begun.outcomes.map((outcome) => [outcome.key, outcome]));
  const sent = await Promise.all(sendings.map((sending) => send(call, sending, known)));
  for (const [index, outcome] of sent.entries())
    for (const each of await itemOutcomes(action, call, sendings[index] as Sending, outcome))
      outcomes.set(each.item, each);
  return answerOf(
    action,
    call,
    body.items.map((id) => outcomes.get(id) as ItemOutcome),
    request,
  );
}

function refuseEnded({ id, head }: PlanView): void {
  if (!head.ended) return;
  throw new ProblemError("planEnded", {
    zh: `推演“${id}”已结束，不能再办理；台账和文书仍可查阅。`,
    en: `Rehearsal ${id} has ended: nothing more can be done in it; its ledger and letters can still be read.`,
  });
}

function requestOf(action: Action, { caller, key, plan, body }: ActionCall): ActionRequest {
  const content = canonicalJson({ plan: plan.id, action: action.kind, body });
  const hash = createHash("sha256").update(content).digest("hex");
  return { accountId: caller.accountId, key, planId: plan.id, action: action.kind, hash };
}

const nameOf = (capacity: Capacity): string => `${capacity.post}>${postOf(capacity)}`;

/** The caller's capacities that are asked for; entering a leader's 批示, the office's in the leader's name. */
function capacitiesOf(action: Action, { caller, plan, body }: ActionCall): Capacity[] {
  const { post, onBehalfOf } = body;
  const own = caller.capacities.filter(
    (capacity) => post === undefined || capacity.post === post || postOf(capacity) === post,
  );
  if (post !== undefined && own.length === 0)
    throw new ProblemError("notYours", {
      zh: `您现不任“${plan.names.post(post, plan.today).title}”，也不代理该岗位。`,
      en: `You neither hold the post ${post} today nor act for it.`,
    });
  if (onBehalfOf === undefined) return own;
  const leader = plan.names.posts.get(onBehalfOf);
  const person = leader && valueOn(leader.holders, plan.today);
  if (!leader || person === undefined)
    throw new ProblemError("badValue", {
      zh: `岗位“${onBehalfOf}”不存在或现无人任职，不能代录其批示。`,
      en: `There is no post ${onBehalfOf}, or nobody holds it today: nothing can be entered in its name.`,
    });
  const level =
    leader.level === "leadingGroup" ? "leadingGroup" : leader.level === "head" ? "departmentHead" : "countyLeader";
  return own
    .filter(({ roles }) => action.leaders && roles.includes("office"))
    .map((capacity) => ({
      post: capacity.post,
      unit: capacity.unit,
      roles: [level],
      onBehalfOf: { person, post: onBehalfOf },
    }));
}

function planOne(
  action: Action,
  { plan }: ActionCall,
  id: string,
  item: FoundItem | undefined,
  capacities: readonly Capacity[],
): Planned {
  const refused = (code: RefusalCode, zh: string, en: string): ItemOutcome => ({
    item: id,
    command: null,
    refusal: { code, zh, en },
  });
  if (!item) return refused("unknownItem", `方案中没有编号为“${id}”的事项。`, `There is no item ${id} in this plan.`);
  const around = { item: item.state, roster: plan.bundle.roster, day: plan.today };
  const capacity = capacityFor(action.kind, capacities, around);
  if (capacity) return { item, capacity };
  const { code, zh, en } = notPermitted(action);
  return refused(code, zh, en);
}

function actorOf(capacity: Capacity, person: string): Actor {
  const { post, onBehalfOf, inPlaceOf, substituteFor } = capacity;
  return {
    person,
    post,
    unit: unitOf(capacity),
    ...(onBehalfOf ? { onBehalfOf } : {}),
    ...(inPlaceOf === undefined ? {} : { inPlaceOf }),
    ...(substituteFor === undefined ? {} : { substituteFor }),
  };
}

const ENVELOPE = ["items", "post", "onBehalfOf"];

function fieldsOf(body: ActionBody): CommandFields {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => !ENVELOPE.includes(name) && value !== undefined),
  );
}

/** One command for each stream and capacity; for each item where its fields are its own. */
function sendingsOf(
  action: Action,
  { caller, body }: ActionCall,
  request: ActionRequest,
  permitted: readonly Permitted[],
): Sending[] {
  const fields = fieldsOf(body);
  const sendings: Sending[] = [];
  const add = (
    stream: string,
    capacity: Capacity,
    items: readonly string[],
    more: CommandFields,
    item: string | null,
  ): void => {
    const key = commandKey(commandPrefix(request, nameOf(capacity)), stream, item);
    const actor = actorOf(capacity, caller.person ?? "");
    sendings.push({ stream, command: { ...more, kind: action.kind, key, actor, items } as unknown as Command });
  };
  for (const group of groupBy(permitted, ({ item, capacity }) => `${item.stream}\0${nameOf(capacity)}`).values()) {
    const [first] = group;
    if (!first) continue;
    const { capacity } = first;
    const { stream } = first.item;
    if (action.of)
      for (const { item } of group) add(stream, capacity, [item.id], action.of(fields, item.state), item.id);
    else
      add(
        stream,
        capacity,
        group.map(({ item }) => item.id),
        fields,
        null,
      );
  }
  return sendings;
}

/** What the ledger has for a command: from an earlier attempt, or now. */
async function send(
  { plan, services }: ActionCall,
  { stream, command }: Sending,
  known: ReadonlyMap<string, Outcome>,
): Promise<Outcome> {
  const recorded = known.get(command.key);
  if (recorded) return recorded;
  const { gateway } = services;
  if (!gateway)
    throw new ProblemError("temporalAway", {
      zh: "本进程未连接流程引擎，不能办理。",
      en: "This process has no connection to Temporal: nothing can be done here.",
    });
  try {
    const clock = plan.head.mode === "live" ? null : plan.head.clock;
    return await gateway.act(plan.id, stream, command, clock, PATIENCE);
  } catch (error) {
    if (error instanceof CommandRefused) return error.outcome;
    if (!(error instanceof NotDelivered)) throw error;
    throw new ProblemError(
      "notDelivered",
      {
        zh: "请求未能及时送达流程引擎，可能尚未办理；请用同一Idempotency-Key重发，不会重复办理。",
        en: "The request did not get through in time and may not have been carried out. Send it again with the same Idempotency-Key: nothing is done twice.",
      },
      { part: "temporal" },
      { cause: error },
    );
  }
}

/** Each of a command's items, with the reason where it was refused: told of the item as it stands now. */
async function itemOutcomes(
  action: Action,
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
      const known = isRefusalCode(code) ? code : "badValue";
      const whole = await wholeItem(services.pool, plan.id, item);
      return {
        item,
        command: sent,
        refusal: { code: known, ...refusalWords({ code: known, reason }, action, whole?.state) },
      };
    }),
  );
}

/** `keep`: the answer is the request's first accepted one. */
async function answerOf(
  action: Action,
  { plan, services, body }: ActionCall,
  outcomes: readonly ItemOutcome[],
  keep: ActionRequest | null = null,
): Promise<ActionAnswer> {
  const refusals = outcomes.flatMap(({ item, refusal }) =>
    refusal ? [{ item, refusal: { ...refusal, code: refusal.code as RefusalCode } }] : [],
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
    action: action.kind,
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
            at: instantText(at, plan.library.offsetMinutes),
          })),
      refusal: told.get(item) ?? null,
    })),
  };
}
