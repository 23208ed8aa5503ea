/** `npm run lint`: says which imports break the map of the folders (rules.ts). */
import { fileURLToPath } from "node:url";
import { ImportCheck } from "./imports.js";
import { FOLDERS, HOMES, ORDERS, PENDING, UNRULED } from "./rules.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const asked = process.argv.slice(2);
if (asked.length > 0) {
  const help = asked.some((arg) => arg === "--help" || arg === "-h");
  const text = "npm run lint: which imports break the map of the folders, lint/rules.ts. It takes no options.\n";
  if (help) process.stdout.write(text);
  else process.stderr.write(`there is no option ${asked.join(" ")}; there are: --help\n\n${text}`);
  process.exit(help ? 0 : 1);
}

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
