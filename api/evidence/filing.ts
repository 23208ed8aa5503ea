/** Takes a received file as evidence: what it is, whose it is, into the store, into the ledger. */
import { fileNameFrom, MOST_IN_LINE } from "../../domain/language/text.js";
import type { Command } from "../../domain/items/commands.js";
import {
  beginAction,
  commandKey,
  commandPrefix,
  type LedgerPosition,
  positionsOf,
} from "../../prisma/actions/action-store.js";
import { addEvidence, type EvidenceFile, findEvidence } from "../../prisma/actions/evidence-store.js";
import { capacitiesOf, refuseEnded, requestOf, sendCommand } from "../actions/request.js";
import { actorOf } from "../rights/actor.js";
import { notPermitted, refusalOf, refusalProblem } from "../actions/refusals.js";
import { capacityFor } from "../actions/permissions.js";
import { wholeItem } from "../../prisma/items/read-items.js";
import type { BeforeBody, PlanCall } from "../serving/route.js";
import type { Upload } from "../files/receive.js";
import { kindOf } from "./kinds.js";
import { photoFacts } from "./photo.js";
import { storeAway } from "../files/store-away.js";
import { isPhoto } from "./strip.js";
import { unknownItem } from "../items/item-address.js";

export interface EvidenceForm {
  readonly effectiveOn: string;
  readonly note: string;
  readonly post?: string | undefined;
}

type FilingCall = PlanCall<{ readonly itemId: string }, unknown, EvidenceForm>;

export interface Filed {
  readonly file: EvidenceFile;
  /** Null: the item had it before. */
  readonly row: LedgerPosition | null;
}

/**
 * Asked before a file is received: whether there is such an item, and any of the uploader's posts may file evidence of it. Throws
 * `unknownItem`, `notYours`, `planEnded`, `storeAway`.
 */
export async function mayUpload({
  plan,
  params,
  caller,
  sight,
  services,
}: BeforeBody<{ itemId: string }>): Promise<void> {
  const { itemId } = params;
  if (!services.evidence) throw storeAway();
  refuseEnded(plan);
  const item = (await sight.sees(itemId)) ? await wholeItem(services.pool, plan.id, itemId) : null;
  if (!item) throw unknownItem(itemId);
  const around = { item: item.state, roster: plan.bundle.roster, day: plan.today };
  if (!capacityFor("fileEvidence", caller.capacities, around))
    throw refusalProblem(itemId, notPermitted("fileEvidence", plan.bundle.plan));
}

/** Throws a problem where the file is not taken, or its uploader may not. */
export async function fileEvidence(call: FilingCall): Promise<Filed> {
  const { plan, services, params, body, caller } = call;
  const { itemId } = params;
  const file = call.file as Upload["file"];
  const { evidence: store, pool } = services;
  if (!store) throw storeAway();
  refuseEnded(plan);
  const acting = { ...call, body: { ...body, items: [itemId] } };
  const capacities = capacitiesOf("fileEvidence", acting);
  const request = requestOf("fileEvidence", acting, { sha256: file.sha256, name: file.name });
  const begun = await beginAction(pool, request, [itemId], []);
  const [item] = begun.items;
  if (!item || !(await call.sight.sees(itemId))) throw unknownItem(itemId);
  const capacity = capacityFor("fileEvidence", capacities, {
    item: item.state,
    roster: plan.bundle.roster,
    day: plan.today,
  });
  if (!capacity) throw refusalProblem(itemId, notPermitted("fileEvidence", plan.bundle.plan));
  const known = await findEvidence(pool, plan.id, itemId, file.sha256);
  if (known) return { file: known, row: null };

  const mediaType = await kindOf(file.path);
  const photo = isPhoto(mediaType)
    ? await photoFacts(file.path, mediaType)
    : { location: null, takenAt: null, orientation: 1 };
  const name = fileNameFrom(file.name, MOST_IN_LINE, "佐证");
  await store.keep(file).catch((error: unknown) => {
    throw storeAway(error);
  });
  const actor = actorOf(capacity, caller);
  const { sha256, bytes } = file;
  const { effectiveOn, note } = body;
  const key = commandKey(commandPrefix(request, sha256), item.stream, itemId);
  const fields = { sha256, name, mediaType, bytes, effectiveOn, text: note };
  const command = { kind: "fileEvidence", key, actor, items: [itemId], ...fields } as Command;
  const outcome = await sendCommand(call, { stream: item.stream, command });
  const [refused] = outcome.refused;
  if (refused) throw refusalProblem(itemId, refusalOf(refused, "fileEvidence", item.state, plan.bundle.plan));
  const [row] = await positionsOf(pool, plan.id, [
    { item: itemId, command: { stream: item.stream, key }, refusal: null },
  ]);
  const receivedAt = row?.at ?? plan.now;
  const kept: EvidenceFile = {
    item: itemId,
    sha256,
    name,
    mediaType,
    bytes,
    effectiveOn,
    receivedAt,
    actor,
    note,
    ...photo,
  };
  await addEvidence(pool, plan.id, kept);
  return { file: kept, row: row ?? null };
}
