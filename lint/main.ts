/** `npm run lint`: says which imports break the map of the folders (rules.ts). */
import { fileURLToPath } from "node:url";
import { ImportCheck } from "./imports.js";
import { FOLDERS, HOMES, ORDERS, PENDING, UNRULED } from "./rules.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const problems = new ImportCheck(ROOT, {
  folders: FOLDERS,
  unruled: UNRULED,
  homes: HOMES,
  orders: ORDERS,
  pending: PENDING,
}).found();
for (const { at, text } of problems) process.stderr.write(`${at}  ${text}\n`);
if (problems.length > 0) {
  process.stderr.write(`${problems.length} imports that lint/rules.ts does not allow\n`);
  process.exitCode = 1;
}
