/**
 * A checkpoint: where every stream of every plan ended at one moment, signed. Whoever rewrites the ledger after it can recompute
 * every hash of the chain, and still not make the row that it names have the hash that it names. docs/ledger-format.md.
 */
import { createHash, sign, verify } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import { keyOf, type SigningKey } from "./keys.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What is signed, as its canonical JSON. Another format has another name. */
const content = z.strictObject({
  format: z.literal("duban-checkpoint/1"),
  /** This database's own name, made with its first checkpoint. */
  instance: z.string().min(1),
  /** 1, 2, 3 … */
  no: z.int().min(1),
  /** The database's clock when all had been read. */
  at: z.iso.datetime(),
  /** The hash of the checkpoint before it; null of the first. */
  previous: hash.nullable(),
  plans: z.array(
    z.strictObject({
      plan: z.string(),
      mode: z.enum(["live", "rehearsal"]),
      /** SHA-256 of each document's canonical JSON. */
      documents: z.array(z.strictObject({ kind: z.string(), version: z.int(), sha256: hash })),
      /** The last row of each stream that has any. */
      streams: z.array(z.strictObject({ stream: z.string(), seq: z.int().min(1), hash })),
    }),
  ),
});
export type CheckpointContent = z.infer<typeof content>;

const line = z.object({ content: z.string(), hash, signature: z.string(), publicKey: z.string() });

/** As it is kept in the table, in the file and in the mail: one JSON object, one line. */
export interface SignedCheckpoint {
  /** Canonical JSON of the content: signed byte for byte, in UTF-8. */
  readonly content: string;
  /** SHA-256 of it. */
  readonly hash: string;
  /** Ed25519 over it, in base64. */
  readonly signature: string;
  /** DER (SubjectPublicKeyInfo) in base64. */
  readonly publicKey: string;
}

/** A checkpoint that was read, and whose content fits its hash and its signature. */
export interface Checkpoint extends SignedCheckpoint {
  readonly says: CheckpointContent;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export function signCheckpoint(says: CheckpointContent, { privateKey, publicKey }: SigningKey): SignedCheckpoint {
  const text = canonicalJson(says);
  const signature = sign(null, Buffer.from(text, "utf8"), privateKey).toString("base64");
  return { content: text, hash: sha256(text), signature, publicKey };
}

/** A text that is no checkpoint, or not one of the key's; the message says which and where. */
export class NoCheckpoint extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoCheckpoint";
  }
}

/** Reads and checks one. `where` names it in what is thrown; `key`: the only key that may have signed it. Throws NoCheckpoint. */
export function openCheckpoint(signed: SignedCheckpoint, where: string, key: string | null = null): Checkpoint {
  if (sha256(signed.content) !== signed.hash) throw new NoCheckpoint(`${where}: its hash is not that of its content`);
  if (key !== null && signed.publicKey !== key)
    throw new NoCheckpoint(`${where}: it was signed by another key, ${signed.publicKey}`);
  let good = false;
  try {
    good = verify(
      null,
      Buffer.from(signed.content, "utf8"),
      keyOf(signed.publicKey),
      Buffer.from(signed.signature, "base64"),
    );
  } catch {
    // A key or a signature that is none at all is not good either.
  }
  if (!good) throw new NoCheckpoint(`${where}: its signature does not fit`);
  const parsed = content.safeParse(JSON.parse(signed.content));
  if (!parsed.success)
    throw new NoCheckpoint(`${where}: it is not of the format that this release knows (duban-checkpoint/1)`);
  const { content: text, hash: of, signature, publicKey } = signed;
  return { content: text, hash: of, signature, publicKey, says: parsed.data };
}

export const checkpointLine = ({ content: text, hash: of, signature, publicKey }: SignedCheckpoint): string =>
  JSON.stringify({ content: text, hash: of, signature, publicKey });

/** The checkpoints of a file of JSON lines, by number. Throws NoCheckpoint, which names the line. */
export function readCheckpointLines(text: string, key: string | null = null): Checkpoint[] {
  const found = text.split(/\r?\n/).flatMap((each, at) => {
    if (each.trim() === "") return [];
    const where = `line ${at + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(each);
    } catch {
      throw new NoCheckpoint(`${where} is no JSON: a checkpoint is one line as the file or the mail has it`);
    }
    const parsed = line.safeParse(value);
    if (!parsed.success)
      throw new NoCheckpoint(`${where} is no checkpoint: content, hash, signature and publicKey make one`);
    return [openCheckpoint(parsed.data, where, key)];
  });
  if (found.length === 0) throw new NoCheckpoint("there is no checkpoint in it");
  return found.toSorted((one, other) => one.says.no - other.says.no);
}
