/** `npm run plan:change -- FOLDER`: previews a change of a running plan, and applies it with `--apply`; see the command. */
import { main } from "./cli.js";
import { planChangeCommand } from "./plan-change-command.js";

// A closed pipe (`| head`) is the reader's choice, not an error.
process.stdout.on("error", () => process.exit());
await main(() => planChangeCommand(process.argv.slice(2), (text) => console.log(text)), 2);
