/** 方案附件: documents that the plan refers to. */
import { z } from "zod";
import { actingPost } from "../actions/schemas.js";
import { count, id, instant, personAtPost, remark, sha256 } from "../http/schema-parts.js";

const file = z
  .strictObject({
    sha256: sha256("The file's SHA-256."),
    name: z.string(),
    mediaType: z.string(),
    bytes: count,
    note: z.string(),
    by: personAtPost,
    at: instant,
  })
  .meta({ id: "FiledAttachment", description: "A file of an attachment, with who filed it and when." });

export const attachments = z
  .strictObject({
    attachments: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        provided: z.boolean().meta({ description: "False: 未提供, nobody has filed it." }),
        files: z.array(file).meta({ description: "The newest first; earlier ones stay." }),
      }),
    ),
  })
  .meta({ id: "PlanAttachments", description: "Documents that the plan refers to." });
export type PlanAttachments = z.infer<typeof attachments>;

export const attachmentParams = z.strictObject({ attachmentId: id("Attachment id.", "a02") });
export const attachmentForm = z.strictObject({ note: remark("What it is.", 500), post: actingPost });
