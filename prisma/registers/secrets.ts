/**
 * Sensitive cells of registers: AES-256-GCM (NIST SP 800-38D) under a key from the environment, bound to their place. Ledger and tables hold
 * a reference: a keyed hash of place and value, so that the same value in the same place is the same, and nobody can try values against it.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import { inTransaction, type Pool } from "../database/pool.js";
import * as sql from "../sql/registers/statements.js";

/** A setting that is missing or unfit, in words for whoever sets it. */
export class RegisterKeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "RegisterKeyError";
  }
}

/** Where a sensitive cell stands. */
export interface CellPlace {
  readonly planId: string;
  readonly register: string;
  readonly row: string;
  readonly column: string;
}

/** As the table has it. */
export interface SealedCell {
  readonly ref: string;
  readonly row_id: string;
  readonly column_id: string;
  readonly key_id: string;
  readonly sealed: string;
}

interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const REF_CHARACTERS = 40;

export class RegisterKeys {
  /** The first encrypts; all of them decrypt. */
  constructor(private readonly keys: readonly [Key, ...Key[]]) {}

  get newest(): string {
    return this.keys[0].id;
  }

  seal(place: CellPlace, value: string): SealedCell {
    const { id, secret } = this.keys[0];
    const hashing = Buffer.from(hkdfSync("sha256", secret, "", "duban register reference", KEY_BYTES));
    const hash = createHmac("sha256", hashing)
      .update(canonicalJson({ ...place, value }))
      .digest("hex");
    const ref = `s-${hash.slice(0, REF_CHARACTERS)}`;
    return { ref, row_id: place.row, column_id: place.column, key_id: id, sealed: encrypt(secret, ref, place, value) };
  }

  /** Throws RegisterKeyError where the key is not here, and Error where what is stored is not what was. */
  open(
    place: CellPlace,
    { ref, keyId, sealed }: { readonly ref: string; readonly keyId: string; readonly sealed: string },
  ): string {
    const key = this.keys.find(({ id }) => id === keyId);
    if (!key)
      throw new RegisterKeyError(
        `a sensitive cell is encrypted with the key ${keyId}, which DUBAN_REGISTER_KEY does not have: put it after the newest`,
      );
    const [nonce = "", text = "", tag = ""] = sealed.split(".");
    const decipher = createDecipheriv("aes-256-gcm", key.secret, Buffer.from(nonce, "base64url"));
    decipher.setAAD(boundTo(ref, place));
    decipher.setAuthTag(Buffer.from(tag, "base64url"));
    return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8");
  }

  /** The same cell under the newest key: its reference stays, as the ledger names it. */
  reseal(place: CellPlace, stored: { readonly ref: string; readonly keyId: string; readonly sealed: string }): string {
    return encrypt(this.keys[0].secret, stored.ref, place, this.open(place, stored));
  }
}

/** What a cipher text is bound to: moved to another row, column or plan it is not opened. */
const boundTo = (ref: string, place: CellPlace): Buffer => Buffer.from(canonicalJson({ ...place, ref }));

function encrypt(secret: Buffer, ref: string, place: CellPlace, value: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", secret, nonce);
  cipher.setAAD(boundTo(ref, place));
  const text = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return [nonce, text, cipher.getAuthTag()].map((part) => part.toString("base64url")).join(".");
}

const FORM =
  "DUBAN_REGISTER_KEY must be <name>:<32 random bytes in base64>, older keys after commas, e.g. 2026:$(openssl rand -base64 32)";

/** The keys of the setting DUBAN_REGISTER_KEY; null where it is not set: sensitive cells can then be neither written nor read. */
export function readRegisterKeys(env: NodeJS.ProcessEnv = process.env): RegisterKeys | null {
  const given = (env["DUBAN_REGISTER_KEY"] ?? "").trim();
  if (given === "") return null;
  const keys = given.split(",").map((part): Key => {
    const [, id = "", encoded = ""] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+=*)$/.exec(part.trim()) ?? [];
    const secret = Buffer.from(encoded, "base64");
    if (id === "" || secret.length !== KEY_BYTES) throw new RegisterKeyError(FORM);
    return { id, secret };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length)
    throw new RegisterKeyError(`DUBAN_REGISTER_KEY names a key twice: give each a name of its own`);
  return new RegisterKeys(keys as [Key, ...Key[]]);
}

/** Sensitive cells in clear, by their references. What has no row any more is left out. Whoever asks has the right, and is logged. */
export async function openSecrets(
  pool: Pool,
  keys: RegisterKeys,
  planId: string,
  refs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (refs.length === 0) return new Map();
  const found = await sql.readSecrets.run(pool, { planId, refs });
  return new Map(
    found.map(({ register, row, column, ...stored }) => [
      stored.ref,
      keys.open({ planId, register, row, column }, stored),
    ]),
  );
}

/** Cells of one step of a rotation. */
const STEP = 500;

/** Puts every sensitive cell of every plan under the newest key, some at a time. Answers how many. Broken off it goes on where it was. */
export async function rotateSecrets(
  pool: Pool,
  keys: RegisterKeys,
  told: (done: number) => void = () => {},
): Promise<number> {
  let done = 0;
  for (;;) {
    const step = await inTransaction(pool, async (connection) => {
      const found = await sql.secretsToRotate.run(connection, { keyId: keys.newest, most: STEP });
      const rows = found.map(({ plan, register, row, column, ...stored }) => ({
        plan,
        ref: stored.ref,
        sealed: keys.reseal({ planId: plan, register, row, column }, stored),
      }));
      if (rows.length > 0) await sql.rotateSecrets.run(connection, { keyId: keys.newest, rows });
      return rows.length;
    });
    done += step;
    if (step === 0) return done;
    told(done);
  }
}
