/** 批示件台账: what leaders instructed, on items of the plan and by documents of any origin. */
import { z } from "zod";
import { light } from "../lights/schemas.js";
import { named, planDate } from "../http/schema-parts.js";

export const instructionStanding = z.enum(["open", "reported", "done"]).meta({
  id: "InstructionStanding",
  description: "open: to be reported on; reported: the office or the leader has yet to say; done: accepted, or closed.",
});

export const instructionLine = z
  .strictObject({
    kind: z.enum(["onItem", "meeting", "instruction", "other"]).meta({
      description: "onItem: 批示 on an item; else a 交办事项 by what it comes from.",
    }),
    no: z.string().nullable().meta({ description: "The document's own number; null: it has none." }),
    source: z.string().nullable().meta({ description: "Where it comes from; null: a 批示 on the item itself." }),
    leader: z.string().nullable(),
    on: planDate.nullable().meta({ description: "The day of the 批示 or document; null: not entered." }),
    text: z.string(),
    item: z.string(),
    title: z.string(),
    place: z.string().nullable().meta({ description: "Village or township; null: the whole area." }),
    unit: named,
    due: planDate.meta({ description: "Reply-by, or the item's deadline." }),
    standing: instructionStanding,
    reply: z.string().nullable().meta({ description: "What the unit last reported." }),
    doneOn: planDate.nullable(),
    light,
  })
  .meta({ id: "InstructionLine", description: "A line of the register of instructions." });
export type InstructionLine = z.infer<typeof instructionLine>;

export const instructionQuery = z.strictObject({
  kind: instructionLine.shape.kind.optional().meta({ description: "Of this kind only." }),
  standing: instructionStanding.optional().meta({ description: "Standing so only." }),
});

export const instructionRegister = z
  .strictObject({ on: planDate, rows: z.array(instructionLine) })
  .meta({ id: "InstructionRegister", description: "批示件台账, by day; what has none last." });
export type InstructionRegister = z.infer<typeof instructionRegister>;
