/** Makes the change that a request describes: looked at first, and then applied as it was looked at. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { isEmpty, prepareChange, type Prepared } from "../../plan-change/change.js";
import { NotOpened } from "../../plan-change/running.js";
import { rostersWritten, tellHolders } from "../../plan-change/tell-holders.js";
import { previewJson, previewLines } from "../../plan-change/words.js";
import { beginAction, commandPrefix, keepAnswer } from "../../prisma/actions/action-store.js";
import { loadBundle } from "../../prisma/plans/plan-store.js";
import { keyReused, refuseEnded, requestOf, undelivered } from "../actions/request.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import type { PlanCall } from "../serving/route.js";
import type { ChangeAnswer, ChangeBody } from "./schemas.js";
import { make, officeActor, refuseUnsound } from "./office.js";
import { wantedOf } from "./wanted.js";

type ChangeCall<B extends ChangeBody = ChangeBody> = PlanCall<unknown, unknown, B>;

/**
 * Names what a change does: documents and orders as they follow from what runs now. What its items do by themselves goes on
 * meanwhile, so it is not part of it.
 */
export function hashOf({ running, documents, orders }: Prepared): string {
  const content = documents.map(({ kind, version, content: of }) => ({ kind, version, of }));
  const named = canonicalJson({ plan: running.row.id, from: running.versions, documents: content, orders });
  return createHash("sha256").update(named).digest("hex");
}

async function prepared(call: ChangeCall, withoutMoves: boolean): Promise<Prepared> {
  const { plan, services, body } = call;
  const wanted = await wantedOf(body, await loadBundle(services.pool, plan.id), plan.today);
  try {
    return await prepareChange(services.pool, plan.id, { ...wanted, actor: officeActor(call), withoutMoves });
  } catch (error) {
    throw error instanceof NotOpened ? undelivered(error) : error;
  }
}

/** Says what the change would do; writes nothing. */
export async function previewChange(call: ChangeCall) {
  refuseEnded(call.plan);
  const found = await prepared(call, false);
  const { refused, needs, running } = found;
  const sound = refused.length === 0 && needs.length === 0 && !isEmpty(found);
  const offset = running.ruleSet.offsetMinutes;
  return {
    ...previewJson(found, (at) => instantText(at, offset)),
    hash: sound ? hashOf(found) : null,
    lines: { zh: previewLines(found, "zh"), en: previewLines(found, "en") },
  };
}

/** Applies it, where it is still what was looked at. */
export async function applyPreviewed(call: ChangeCall<ChangeBody & { readonly hash: string }>): Promise<ChangeAnswer> {
  const { plan, body, services } = call;
  refuseEnded(plan);
  officeActor(call);
  const request = requestOf("changePlan", call);
  const begun = await beginAction(services.pool, request, [], []);
  if (begun.hash !== request.hash) throw keyReused();
  if (begun.answer) return begun.answer as unknown as ChangeAnswer;
  const applied = await make(
    call,
    async () => {
      const found = await prepared(call, true);
      if (hashOf(found) !== body.hash) throw changedMeanwhile();
      refuseUnsound(found);
      return found;
    },
    { id: commandPrefix(request, ""), about: () => null },
  );
  const { made, finished } = applied;
  if (!made) throw new Error(`the change of ${dateAt(plan.now, plan.ruleSet.offsetMinutes)} made nothing`);
  const answer: ChangeAnswer = {
    change: made.no,
    finished: finished?.no ?? null,
    documents: made.orders.flatMap(({ command: { order } }) =>
      order.kind === "changeDocuments"
        ? order.documents.map(({ kind, version }) => ({ kind, version }) as ChangeAnswer["documents"][number])
        : [],
    ),
    orders: made.orders.map(({ command, streams, items }) => ({
      key: command.key,
      kind: command.order.kind,
      streams,
      items,
    })),
  };
  // Before the answer is kept: where this process dies, the same request sent again tells it.
  for (const version of rostersWritten(applied)) await tell(call, version);
  await keepAnswer(services.pool, request, answer);
  return answer;
}

/** Whoever had or has a leader's post by this version of the roster hears of it. The answer doesn't wait for the mails. */
async function tell({ plan, services, caller, exchange, body }: ChangeCall, version: number): Promise<void> {
  const { pool, accounts, log } = services;
  await tellHolders(
    {
      pool,
      mail: (...told) => accounts.tellHolderChange(...told),
      failed: (post, error) =>
        log.error({ err: error, plan: plan.id, post }, "somebody was not told of another holder"),
    },
    {
      plan: { id: plan.id, slug: plan.head.slug, mode: plan.head.mode, bundle: plan.bundle, today: plan.today },
      version,
      by: caller.person === null ? "" : plan.names.person(caller.person).name,
      account: { id: caller.accountId, address: exchange.address },
      reason: body.reason ?? null,
    },
  );
}

const changedMeanwhile = (): ProblemError =>
  new ProblemError("changedMeanwhile", {
    zh: "方案在预览之后已有变化（或内容与预览不同），请重新预览后再生效。",
    en: "The plan has changed since the preview, or this is not what was previewed: look at the preview again.",
  });
