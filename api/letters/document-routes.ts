/** 公文: a letter as an official document to be edited, stamped or handed in (GB/T 9704-2012). */
import { DOCX_TYPE, renderDocx } from "../../documents/docx/render.js";
import { disposition } from "../http/disposition.js";
import { planDownload } from "../serving/route.js";
import { officialDocument } from "./official.js";
import { readableLetter } from "./readable.js";
import { letterParams } from "./schemas.js";

export const getLetterDocument = planDownload({
  method: "get",
  path: "/letters/{letterId}/document",
  tag: "letters",
  summary: "A letter as a Word document 公文（Word）",
  description:
    "The letter's own words as .docx: 便函, official letter or 呈阅件 as its form says, laid out by GB/T 9704-2012; of a 通报 or 专报 the signed document that it gives. The same letter gives the same bytes.",
  mediaType: DOCX_TYPE,
  params: letterParams,
  problems: ["unknownLetter"],
  async send(call, req, res) {
    const { stored } = await readableLetter(call, call.params.letterId);
    const document = await officialDocument(call, stored.says);
    const bytes = Buffer.from(await renderDocx(document));
    res.status(200).type(DOCX_TYPE);
    res.setHeader(
      "Content-Disposition",
      disposition(`${document.documentNo ?? stored.says.planDay} ${document.title}.docx`),
    );
    res.setHeader("Cache-Control", "private, no-store");
    res.setHeader("Content-Length", bytes.length);
    res.end(req.method === "HEAD" ? undefined : bytes);
  },
});
