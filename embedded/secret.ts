/** Secrets of an installation on one machine: made at first start, kept beside its database, read by nobody else. */
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What DUBAN_SECRET (`secret`) and DUBAN_COMMAND_KEY (`command-key`) are where the environment does not say. */
export function localSecret(stateDir: string, name: "secret" | "command-key" | "register-key" = "secret"): string {
  const file = join(stateDir, name);
  mkdirSync(stateDir, { recursive: true });
  try {
    // Two first starts at once: one writes it, both read it.
    writeFileSync(file, randomBytes(48).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}

/** What DUBAN_REGISTER_KEY holds for whatever runs in this folder: the environment's, else this installation's own. */
export function localRegisterKey(stateDir: string): string {
  const set = process.env["DUBAN_REGISTER_KEY"];
  if (set) return set;
  const secret = createHash("sha256").update(localSecret(stateDir, "register-key")).digest("base64");
  return `local:${secret}`;
}

/** What DUBAN_COMMAND_KEY holds for whatever runs in this folder: the environment's, else this installation's own. */
export const localCommandKey = (stateDir: string): string =>
  process.env["DUBAN_COMMAND_KEY"] || localSecret(stateDir, "command-key");
