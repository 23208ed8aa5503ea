/** The text of a Word file, without its spaces. */
import { strFromU8, unzipSync } from "fflate";

export const wordText = (body: Uint8Array): string =>
  strFromU8(unzipSync(body)["word/document.xml"] ?? new Uint8Array())
    .replace(/<[^>]+>/gu, " ")
    .replace(/\s+/gu, "");
