/** Documents that a plan refers to, as the office filed them. The files themselves lie outside the database, beside evidence. */
import type { Actor } from "../../domain/ledger/record.js";
import { clientOf } from "../database/client.js";
import { fromJson, toJson } from "../database/columns.js";
import type { Pool } from "../database/pool.js";

export interface FiledAttachment {
  /** Id in the plan's text. */
  readonly attachment: string;
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly note: string;
  readonly actor: Actor;
  /** Plan instant. */
  readonly filedAt: number;
}

/** The newest first. */
export async function filedAttachments(pool: Pool, planId: string): Promise<FiledAttachment[]> {
  const rows = await clientOf(pool).planAttachment.findMany({ where: { planId }, orderBy: { filedReal: "desc" } });
  return rows.map(({ attachment, sha256, name, mediaType, bytes, note, actor, filedAt }) => ({
    attachment,
    sha256,
    name,
    mediaType,
    bytes: Number(bytes),
    note,
    actor: fromJson<Actor>(actor),
    filedAt: Number(filedAt),
  }));
}

/** The same file again changes nothing: what was said first stands. */
export async function fileAttachment(pool: Pool, planId: string, filed: FiledAttachment): Promise<void> {
  const { actor, ...rest } = filed;
  await clientOf(pool).planAttachment.createMany({
    data: [{ planId, ...rest, actor: toJson(actor) }],
    skipDuplicates: true,
  });
}
