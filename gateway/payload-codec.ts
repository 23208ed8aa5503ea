/**
 * What goes through a Temporal server beyond this machine is encrypted: whoever runs that server, or reads its database, sees streams
 * and times, and nobody's words. AES-256-GCM (NIST SP 800-38D), the key's id beside each payload, in the form that Temporal's own
 * documentation uses for encrypting codecs (encoding `binary/encrypted`).
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from "@temporalio/common";
// A CommonJS module that names its exports at run time.
import proto from "@temporalio/proto";
import { PAYLOAD_KEY_BYTES } from "../embedded/config.js";

const ENCODING = "binary/encrypted";
const KEY_ID = "encryption-key-id";
const IV_BYTES = 12;
const TAG_BYTES = 16;

export class EncryptingCodec implements PayloadCodec {
  private readonly byId: ReadonlyMap<string, Buffer>;
  private readonly newest: string;

  /** Keys in base64, of 32 bytes each. The first encrypts; all of them decrypt, so that a key can be replaced. */
  constructor(keys: readonly [string, ...string[]]) {
    const named = keys.map((key) => Buffer.from(key, "base64")).map((key) => [idOf(key), key] as const);
    if (named.some(([, key]) => key.length !== PAYLOAD_KEY_BYTES))
      throw new Error(`a payload key has ${PAYLOAD_KEY_BYTES} bytes, in base64`);
    this.byId = new Map(named);
    this.newest = (named[0] as (typeof named)[0])[0];
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.encrypt(payload));
  }

  /** What is not encrypted is left as it is: from before the key was set. Throws ValueError for another's key and for changed bytes. */
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.decrypt(payload));
  }

  private encrypt(payload: Payload): Payload {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.byId.get(this.newest) as Buffer, iv);
    const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
    const data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { metadata: { [METADATA_ENCODING_KEY]: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(this.newest) }, data };
  }

  private decrypt(payload: Payload): Payload {
    const { metadata, data } = payload;
    if (!metadata || !data || textOf(metadata[METADATA_ENCODING_KEY]) !== ENCODING) return payload;
    const id = textOf(metadata[KEY_ID]);
    const key = this.byId.get(id);
    if (!key) throw new ValueError(`a payload was encrypted by the key ${id}, which DUBAN_PAYLOAD_KEY does not hold`);
    const decipher = createDecipheriv("aes-256-gcm", key, data.subarray(0, IV_BYTES));
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
    try {
      const body = data.subarray(IV_BYTES, data.length - TAG_BYTES);
      return proto.temporal.api.common.v1.Payload.decode(Buffer.concat([decipher.update(body), decipher.final()]));
    } catch (error) {
      throw new ValueError(`a payload is not as it was encrypted (key ${id})`, error);
    }
  }
}

const textOf = (bytes: Uint8Array | null | undefined): string => (bytes ? Buffer.from(bytes).toString() : "");

/** Names a key without telling it. */
const idOf = (key: Buffer): string => createHash("sha256").update(key).digest("hex").slice(0, 12);
