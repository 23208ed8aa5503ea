/** 立项 while the plan runs: each entry is checked by itself, and what is sound becomes one change of the plan's text with its order. */
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { plannedItems } from "../../domain/plan/planned-items.js";
import type { AppliedOrder } from "../../plan-change/apply.js";
import { prepareChange, type Prepared } from "../../plan-change/change.js";
import { applyEdits, type Edit } from "../../plan-change/edits.js";
import { beginAction, changeRows, commandPrefix, keepAnswer } from "../../prisma/actions/action-store.js";
import { changeOfRequest, loadBundle } from "../../prisma/plans/plan-store.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { keyReused, refuseEnded, requestOf } from "../actions/request.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import type { PlanCall } from "../serving/route.js";
import type { ActionRefusalCode } from "../actions/schemas.js";
import type { RegisterAnswer, RegisterBody } from "./schemas.js";
import type { Words } from "../http/schema-parts.js";
import { make, officeActor, refuseUnsound } from "./office.js";
import { newProblems } from "./wanted.js";
import { dayZh } from "../../domain/language/dates.js";

type RegisterCall = PlanCall<unknown, unknown, RegisterBody>;

/** What became of an entry before anything is sent; kept with the change, so that a repetition is told the same. */
interface Sorted {
  readonly milestone: string | null;
  readonly items: readonly string[];
  readonly refusal: { readonly code: ActionRefusalCode; readonly reason: Words } | null;
}

export async function registerItems(call: RegisterCall): Promise<RegisterAnswer> {
  const { plan, body, services } = call;
  const { pool } = services;
  refuseEnded(plan);
  const actor = officeActor(call);
  const request = requestOf("registerItems", call);
  const begun = await beginAction(pool, request, [], []);
  if (begun.hash !== request.hash) throw keyReused();
  if (begun.answer) return begun.answer as unknown as RegisterAnswer;
  const id = commandPrefix(request, "");
  let sorted: readonly Sorted[] = [];
  const applied = await make(
    call,
    async (): Promise<Prepared> => {
      const found = await sortOut(body, await loadBundle(pool, plan.id), plan.today);
      sorted = found.sorted;
      if (sorted.every(({ refusal }) => refusal !== null)) throw noneAccepted(sorted);
      const { bundle, policyOf } = found;
      const wanted = { bundle, policyOf, handovers: [], adoptPolicy: null, reason: body.reason, actor };
      const prepared = await prepareChange(pool, plan.id, { ...wanted, withoutMoves: true });
      refuseUnsound(prepared);
      return prepared;
    },
    { id, about: () => sorted },
  );
  // Made by an earlier attempt of this very request, perhaps: what it had sorted out stands beside its change.
  const kept = (await changeOfRequest(pool, plan.id, id))?.change.about as readonly Sorted[] | undefined;
  if (!applied.made) throw new Error("the registration made no change");
  const answer = await answerOf(call, kept ?? sorted, applied.made);
  await keepAnswer(pool, request, answer);
  return answer;
}

const editOf = (entry: RegisterBody["items"][number]): Edit =>
  ("milestone" in entry ? { kind: "addTarget", ...entry } : { kind: "addItem", ...entry }) as Edit;

interface SortedOut {
  readonly bundle: PlanBundle;
  readonly policyOf: Readonly<Record<string, number>>;
  readonly sorted: readonly Sorted[];
}

/** Each entry is added to what the ones before it made; one that would make the documents unsound is left out. */
async function sortOut({ items }: RegisterBody, running: PlanBundle, today: string): Promise<SortedOut> {
  const sorted: Sorted[] = [];
  const policyOf: Record<string, number> = {};
  let bundle = running;
  const refused = (code: ActionRefusalCode, reason: Words): void =>
    void sorted.push({ milestone: null, items: [], refusal: { code, reason } });
  // Checking the documents whole takes its time: once for all entries, and one by one only where something is wrong.
  const whole = applyEdits(running, items.map(editOf), today);
  const sound = (await newProblems(running, whole.bundle)).length === 0;
  for (const entry of items) {
    const made = applyEdits(bundle, [editOf(entry)], today);
    const [refusal] = made.refused;
    if (refusal) {
      refused(codeOf(refusal.field), { zh: `${refusal.what.zh}。`, en: `${refusal.what.en} (${refusal.field}).` });
      continue;
    }
    const problem = sound ? null : (await newProblems(bundle, made.bundle))[0];
    if (problem) {
      // The only thing that an entry can make of the calendar is to ask more of it than it has.
      if (problem.document === "calendar")
        refused("badDate", { zh: "时限或其后的督办日期超出工作日历，请先补充日历年份。", en: `${problem.message}.` });
      else refused("badValue", { zh: `内容不符合要求：${problem.message}。`, en: `${problem.message}.` });
      continue;
    }
    const before = new Set(plannedItems(bundle).map(({ id }) => id));
    const added = plannedItems(made.bundle).filter(({ id }) => !before.has(id));
    const late = added.find(({ deadline }) => deadline <= today);
    if (late)
      refused("badDate", {
        zh: `该事项时限${dayZh(late.deadline)}已到，不能立项。`,
        en: `It was due on ${late.deadline}: it cannot be registered any more.`,
      });
    else {
      bundle = made.bundle;
      Object.assign(policyOf, made.policyOf);
      sorted.push({ milestone: made.milestones[0] ?? null, items: added.map(({ id }) => id), refusal: null });
    }
  }
  return { bundle, policyOf, sorted };
}

const codeOf = (field: string): ActionRefusalCode =>
  field === "deadline" || field === "assignOn" ? "badDate" : field === "milestone" ? "unknownItem" : "badValue";

async function answerOf(
  { plan, services }: RegisterCall,
  sorted: readonly Sorted[],
  made: { readonly no: number; readonly orders: readonly AppliedOrder[] },
): Promise<RegisterAnswer> {
  const order = made.orders.find(({ command }) => command.order.kind === "registerItems");
  const rows = order ? await changeRows(services.pool, plan.id, order.command.key, "registered") : [];
  const byItem = groupBy(rows, ({ item }) => item);
  const offset = plan.ruleSet.offsetMinutes;
  const outcomes = sorted.map(({ milestone, items, refusal }, entry): RegisterAnswer["outcomes"][number] => {
    const own = items.flatMap((item) => byItem.get(item) ?? []);
    if (refusal !== null || own.length === 0)
      return { entry, outcome: "refused", milestone: null, items: [], rows: [], refusal: refusal ?? NOT_REGISTERED };
    return {
      entry,
      outcome: "accepted",
      milestone,
      items: own.flatMap(({ item }) => item ?? []),
      rows: own.map(({ stream, seq, type, at }) => ({ stream, seq, type, at: instantText(at, offset) })),
      refusal: null,
    };
  });
  const accepted = outcomes.filter(({ outcome }) => outcome === "accepted").length;
  return { change: made.no, accepted, refused: outcomes.length - accepted, outcomes };
}

/** The day had passed when a change that was cut off was finished. */
const NOT_REGISTERED: NonNullable<Sorted["refusal"]> = {
  code: "badDate",
  reason: { zh: "变更生效时该事项的时限已过，未予立项。", en: "It was due already when the change took effect." },
};

function noneAccepted(sorted: readonly Sorted[]): ProblemError {
  const [only] = sorted;
  if (only?.refusal && sorted.length === 1)
    return new ProblemError(only.refusal.code, only.refusal.reason, { reason: only.refusal.reason });
  return new ProblemError(
    "allRefused",
    {
      zh: `${sorted.length}项均未受理，原因见outcomes。`,
      en: `None of ${sorted.length} entries was accepted; outcomes has the reasons.`,
    },
    {
      outcomes: sorted.map(({ refusal }, entry) => ({
        entry,
        outcome: "refused",
        milestone: null,
        items: [],
        rows: [],
        refusal,
      })),
    },
  );
}
