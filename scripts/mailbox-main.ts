/** Child process of the local mailbox: node embedded/run.mjs scripts/mailbox-main.ts --dir FOLDER --port N */
import { parseArgs } from "node:util";
import { dieWithParent, onStopSignal, reportReady } from "../embedded/child.js";
import { startMailbox } from "../mail/mailbox-server.js";

const { values } = parseArgs({ options: { dir: { type: "string" }, port: { type: "string" } } });
if (!values.dir || !values.port) {
  console.error("usage: mailbox-main.ts --dir FOLDER --port N");
  process.exit(2);
}
dieWithParent();
const mailbox = await startMailbox({ dir: values.dir, port: Number(values.port) });
onStopSignal(() => mailbox.stop());
reportReady({ port: mailbox.port });
