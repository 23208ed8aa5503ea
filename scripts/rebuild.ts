/** `npm run rebuild`: makes the derived tables again from the ledger and starts the workflows from it; see the command. */
import { main } from "./cli.js";
import { rebuildCommand } from "./rebuild-command.js";

// A closed pipe (`| head`) is the reader's choice, not an error.
process.stdout.on("error", () => process.exit());
await main(async () => {
  process.exitCode = await rebuildCommand(process.argv.slice(2), (text) => console.log(text));
}, 2);
