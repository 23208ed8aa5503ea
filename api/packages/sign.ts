/** 签收 of a package: one signature for all that is in it. */
import { inWords, wordsOf } from "../../domain/plan/words.js";
import type { PackageHolder } from "../../domain/ledger/package-events.js";
import type { Outcome } from "../../domain/ledger/record.js";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import { beginAction, commandKey, commandPrefix, positionsOf } from "../../prisma/actions/action-store.js";
import { tasksToSign } from "../../prisma/packages/read-packages.js";
import { type Acting, keyReused, refuseEnded, requestOf, sendOrder } from "../actions/request.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import { actorOf, postOf, unitOf } from "../rights/actor.js";
import type { Caller, Capacity } from "../rights/caller.js";
import type { SignedPackage, SignPackageBody } from "./schemas.js";

/** In which of the caller's capacities a package is theirs to sign for: the unit's desk or head, the seat's post or its liaison. */
export function signingCapacity(
  { capacities }: Pick<Caller, "capacities">,
  holder: PackageHolder,
): Capacity | undefined {
  return capacities.find((capacity) =>
    holder.kind === "unit"
      ? capacity.onBehalfOf === undefined && unitOf(capacity) === holder.id
      : postOf(capacity) === holder.id,
  );
}

const notYours = ({ bundle }: Acting<SignPackageBody>["plan"]): ProblemError =>
  new ProblemError("notYours", {
    zh: inWords("交办清单由本单位经办人或主要负责人、{{pairing}}岗位本人或其联络员签收。", wordsOf(bundle.plan, "zh")),
    en: "A package is signed for by its unit's desk or head, or by whoever sits on the seat, or the liaison.",
  });
const NOTHING = {
  zh: "没有待签收的这一交办清单，或已签收。",
  en: "There is no such package to sign for, or it is signed for.",
} as const;

/** Throws `notYours`, `nothingPending`, and what keeps a request from being delivered. */
export async function signPackage(call: Acting<SignPackageBody>): Promise<SignedPackage> {
  const { plan, caller, body, services } = call;
  refuseEnded(plan);
  const request = requestOf("signForPackage", call);
  const prefix = commandPrefix(request, "");
  const begun = await beginAction(services.pool, request, [], [prefix]);
  if (begun.hash !== request.hash) throw keyReused();
  const { year, holder, post } = body;
  const own = caller.capacities.filter((one) => post === undefined || one.post === post || postOf(one) === post);
  const capacity = signingCapacity({ capacities: own }, holder);
  if (!capacity || caller.person === null) throw notYours(plan);
  const key = commandKey(prefix, PLAN_STREAM);
  const tasks = holder.kind === "unit" ? await tasksToSign(services.pool, plan.id, holder.id) : [];
  const order = { kind: "signForPackage", year, holder, tasks } as const;
  const outcome: Outcome =
    begun.outcomes[0] ?? (await sendOrder(call, { key, actor: actorOf(capacity, caller), order }));
  const [refused] = outcome.refused;
  if (refused) throw refused.code === "notYours" ? notYours(plan) : new ProblemError("nothingPending", NOTHING);
  const [row] = await positionsOf(services.pool, plan.id, [
    { item: "plan", command: { stream: PLAN_STREAM, key }, refusal: null },
  ]);
  return {
    id: key,
    row: row
      ? { stream: row.stream, seq: row.seq, type: row.type, at: instantText(row.at, plan.ruleSet.offsetMinutes) }
      : null,
  };
}
