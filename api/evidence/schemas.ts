/** 佐证: files of an item. */
import { z } from "zod";
import { count, instant, named, personAtPost, planDate, remark, sha256 } from "../http/schema-parts.js";
import { actingPost, ledgerPosition } from "../actions/schemas.js";

export const evidenceForm = z.strictObject({
  effectiveOn: planDate.meta({ description: "The day that the file is of; not later than today." }),
  note: remark("What the file shows.", 1_000),
  post: actingPost,
});

export const evidence = z
  .strictObject({
    sha256: sha256("The file's SHA-256: its name everywhere."),
    name: z.string().meta({ description: "The file's name as it was uploaded." }),
    mediaType: z.string().meta({ description: "By its content." }),
    bytes: count,
    effectiveOn: planDate.meta({ description: "The day that it is of, as its uploader says." }),
    receivedAt: instant.meta({ description: "When it was received, by the plan's clock." }),
    by: personAtPost,
    alsoWith: z.array(named).meta({
      description:
        "Other items that have the very same file, as far as the reader sees them: one photo may prove one place only.",
    }),
    note: z.string(),
    takenAt: z
      .string()
      .nullable()
      .meta({ description: "When the photo says it was taken, by the camera's own clock." }),
    location: z
      .strictObject({ latitude: z.number(), longitude: z.number() })
      .nullable()
      .meta({ description: "Where the photo says it was taken: told to the office only." }),
  })
  .meta({ id: "Evidence", description: "A file of an item." });
export type Evidence = z.infer<typeof evidence>;

export const evidenceList = z
  .strictObject({ item: z.string(), files: z.array(evidence) })
  .meta({ id: "EvidenceList", description: "An item's files, as they were received." });

export const evidenceFiled = z.strictObject({ item: z.string(), file: evidence, row: ledgerPosition.nullable() }).meta({
  id: "EvidenceFiled",
  description: "The file as it is kept, and its place in the ledger; null where the item had this very file before.",
});
