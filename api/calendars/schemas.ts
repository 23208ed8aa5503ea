/** Calendars that one subscribes to. */
import { z } from "zod";
import { CALENDAR_LANGUAGES } from "../../prisma/accounts/calendar-store.js";
import { proofFields } from "../me/schemas.js";
import { id, line, realInstant } from "../http/schema-parts.js";

export const calendar = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    lang: z.enum(CALENDAR_LANGUAGES).meta({ description: "The language of its events." }),
    rehearsals: z.boolean().meta({ description: "Whether rehearsals are in it beside what runs live." }),
    twoFactors: z.boolean().meta({ description: "Made by who had given two factors." }),
    createdAt: realInstant,
    revokedAt: realInstant.nullable(),
    lastUsedAt: realInstant.nullable(),
  })
  .meta({ id: "Calendar", description: "A calendar, without its address." });
export type Calendar = z.infer<typeof calendar>;

export const calendars = z.strictObject({ calendars: z.array(calendar) }).meta({ id: "Calendars" });
export const calendarParams = z.strictObject({ calendarId: id("Calendar id.") });
export const calendarBody = z.strictObject({
  name: line("What it is for, e.g. the device.", 100),
  lang: z.enum(CALENDAR_LANGUAGES).default("zh").meta({ description: "The language of its events." }),
  rehearsals: z.boolean().default(true).meta({ description: "Whether rehearsals are in it beside what runs live." }),
  ...proofFields,
});
export const calendarProof = z.strictObject(proofFields);
export const issuedCalendar = z
  .strictObject({
    ...calendar.shape,
    url: z.url().meta({ description: "To subscribe to. Shown this once." }),
  })
  .meta({ id: "IssuedCalendar" });

/** Any text: what is no secret of ours is answered like one that is none any more. */
export const feedParams = z.strictObject({ secret: z.string().meta({ description: "The calendar's secret." }) });
