/** `npm run letters [-- show N]`: reads the mailbox of this folder; see letters-command.ts. */
import { main } from "./cli.js";
import { lettersCommand } from "./letters-command.js";

// A closed pipe (`| head`) is the reader's choice, not an error.
process.stdout.on("error", () => process.exit());
await main(() =>
  lettersCommand(process.argv.slice(2), { columns: process.stdout.columns ?? 160, out: (text) => console.log(text) }),
);
