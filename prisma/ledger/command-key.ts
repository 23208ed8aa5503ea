/**
 * The key by which commands are signed: known to whoever sends them (the API, the office's commands, rehearsals) and to the worker
 * that records them, and to nobody between. Whoever reaches the Temporal server alone can write nothing in anybody's name.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson } from "../../domain/ledger/canonical.js";
import type { AnyCommand, Signed } from "../../domain/streams/advance.js";

/** The fewest characters a key may have: 32 random bytes in base64 are 44. */
export const SHORTEST_KEY = 32;

export class CommandKey {
  private readonly keys: readonly string[];

  /** The first signs; all of them are believed, so that a key can be replaced while commands are under way. */
  constructor(...keys: readonly [string, ...string[]]) {
    if (keys.some((key) => key.length < SHORTEST_KEY))
      throw new Error(`a command key has at least ${SHORTEST_KEY} characters`);
    this.keys = keys;
  }

  /** The command with its signature: HMAC-SHA256 (RFC 2104) over plan, stream and the whole command, in base64url. */
  sign<C extends AnyCommand>(planId: string, stream: string, command: C): Signed<C> {
    return { ...command, signature: macOf(this.keys[0] as string, planId, stream, command).toString("base64url") };
  }

  /** Whether the command was signed, for this plan and this stream, as it is. */
  hasSigned(planId: string, stream: string, { signature, ...command }: Signed<AnyCommand>): boolean {
    if (typeof signature !== "string") return false;
    const given = Buffer.from(signature, "base64url");
    return this.keys.some((key) => {
      const wanted = macOf(key, planId, stream, command as AnyCommand);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
  }
}

/**
 * The key of the setting DUBAN_COMMAND_KEY: at least 32 characters, an older key after a comma. Throws where it is missing or too
 * short, in words for whoever sets it.
 */
export function readCommandKey(env: NodeJS.ProcessEnv = process.env): CommandKey {
  const [newest = "", ...older] = (env["DUBAN_COMMAND_KEY"] ?? "").split(",").map((key) => key.trim());
  if ([newest, ...older].some((key) => key.length < SHORTEST_KEY))
    throw new CommandKeyError(
      `DUBAN_COMMAND_KEY must be at least ${SHORTEST_KEY} characters of chance, the same for the API, the worker and commands, e.g. from: openssl rand -base64 32`,
    );
  return new CommandKey(newest, ...older);
}

/** A setting that is missing or unfit. */
export class CommandKeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CommandKeyError";
  }
}

const macOf = (key: string, plan: string, stream: string, command: AnyCommand): Buffer =>
  createHmac("sha256", key).update(canonicalJson({ plan, stream, command })).digest();
