/** Prints the SHA-256 of the letter's Word file: run by another process, in another time zone or release of Node. */
import { createHash } from "node:crypto";
import { renderDocx } from "../../documents/docx/render.js";
import { LETTER } from "./samples.js";

process.stdout.write(
  `${createHash("sha256")
    .update(await renderDocx(LETTER))
    .digest("hex")}\n`,
);
