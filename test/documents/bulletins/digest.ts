/** Prints the SHA-256 of bulletin, report and workbook: run by another process, in another time zone. */
import { createHash } from "node:crypto";
import { filesOf, made } from "./made.js";

for (const file of await filesOf(await made()))
  process.stdout.write(`${createHash("sha256").update(file).digest("hex")}\n`);
