/** `npm run letters [-- list | show N] [--dir FOLDER]`: the letters in the local mailbox, read in the terminal. */
import path from "node:path";
import { parseArgs } from "node:util";
import { listMailbox, openMessage } from "../mail/mailbox.js";
import { main, STATE_DIR, UserError } from "./cli.js";

/** A letter must not steer the terminal it is read in. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, "");
}

await main(async () => {
  const { values, positionals } = parseArgs({ options: { dir: { type: "string" } }, allowPositionals: true });
  const dir = values.dir === undefined ? path.join(STATE_DIR, "mailbox") : path.resolve(values.dir);
  const [command = "list", id, ...rest] = positionals;
  if (rest.length > 0 || (command === "list" && id !== undefined) || (command !== "list" && command !== "show")) {
    throw new UserError("usage: npm run letters [-- list | show N] [--dir FOLDER]");
  }
  const entries = await listMailbox(dir);
  if (entries.length === 0)
    throw new UserError(`there are no letters in ${dir} yet: npm start or npm run rehearse sends some`);
  if (command === "list") {
    for (const entry of entries)
      console.log(
        printable(
          `${String(entry.id).padStart(6)}  ${entry.date.slice(0, 16).replace("T", " ")}  ${entry.to.join(", ")}  ${entry.subject}`,
        ),
      );
    console.log(`${entries.length} letters; npm run letters -- show N reads one`);
    return;
  }
  const mail = /^\d+$/.test(id ?? "") ? await openMessage(dir, Number(id)) : undefined;
  if (!mail) throw new UserError(`there is no letter ${id ?? ""}; there are 1 to ${entries.at(-1)?.id ?? 0}`);
  const to = [mail.to ?? []]
    .flat()
    .map((each) => each.text)
    .join(", ");
  console.log(
    printable(
      `From: ${mail.from?.text ?? ""}\nTo: ${to}\nSubject: ${mail.subject ?? ""}\nMessage-ID: ${mail.messageId ?? ""}\n\n${mail.text ?? ""}`,
    ),
  );
});
