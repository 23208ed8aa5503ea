/** Settings of the signed checkpoints, from the environment: for the worker that makes them and for commands. */
import path from "node:path";
import { z } from "zod";

const schema = z.object({
  DUBAN_STATE_DIR: z.string().min(1).default(".duban"),
  DUBAN_CHECKPOINT_KEY_PATH: z.string().min(1).optional(),
  DUBAN_CHECKPOINT_FILE: z.string().min(1).optional(),
  DUBAN_CHECKPOINT_MAIL: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((address) => address.trim())
        .filter((address) => address !== ""),
    )
    .pipe(z.array(z.email({ error: "must be e-mail addresses, separated by commas, e.g. jianduke@example.gov.cn" }))),
});

export interface CheckpointSettings {
  /** The Ed25519 private key: PEM, PKCS #8. */
  readonly keyFile: string;
  /** Whether the file is made where it is not there: not where somebody named it, as a misspelt name would make another key. */
  readonly makeKey: boolean;
  /** JSON lines, one a checkpoint, the oldest first. */
  readonly file: string;
  /** Who is sent each checkpoint. */
  readonly addresses: readonly string[];
}

export class CheckpointConfigError extends Error {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = "CheckpointConfigError";
  }
}

/** `stateDir`: where key and file lie unless told, by default that of DUBAN_STATE_DIR. Throws CheckpointConfigError. */
export function readCheckpointSettings(env: NodeJS.ProcessEnv = process.env, stateDir?: string): CheckpointSettings {
  // An empty variable means "not set".
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success)
    throw new CheckpointConfigError(
      parsed.error.issues.map(({ path: [name], message }) => `${String(name)} ${message}`).join("\n"),
    );
  const folder = stateDir ?? parsed.data.DUBAN_STATE_DIR;
  const { DUBAN_CHECKPOINT_KEY_PATH, DUBAN_CHECKPOINT_FILE, DUBAN_CHECKPOINT_MAIL } = parsed.data;
  return {
    keyFile: path.resolve(DUBAN_CHECKPOINT_KEY_PATH ?? path.join(folder, "checkpoint-key.pem")),
    makeKey: DUBAN_CHECKPOINT_KEY_PATH === undefined,
    file: path.resolve(DUBAN_CHECKPOINT_FILE ?? path.join(folder, "checkpoints.jsonl")),
    addresses: DUBAN_CHECKPOINT_MAIL,
  };
}
