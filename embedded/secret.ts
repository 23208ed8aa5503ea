/** The secret of an installation on one machine: made at first start, kept beside its database, read by nobody else. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What DUBAN_SECRET is where the environment does not say. */
export function localSecret(stateDir: string): string {
  const file = join(stateDir, "secret");
  mkdirSync(stateDir, { recursive: true });
  try {
    // Two first starts at once: one writes it, both read it.
    writeFileSync(file, randomBytes(48).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}
