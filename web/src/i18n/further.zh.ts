/** Texts that only some pages have, fetched with these: bulletins, bringing in, months, registers. */
import { bringIn } from "./bring-in.zh.js";
import { bulletin } from "./bulletin.zh.js";
import { months } from "./months.zh.js";
import { planAccounts } from "./plan-accounts.zh.js";
import { registers } from "./registers.zh.js";
import { timetables } from "./timetables.zh.js";

export const further = { ...bringIn, ...bulletin, months, ...registers, ...timetables, ...planAccounts };

export type FurtherTexts = typeof further;
