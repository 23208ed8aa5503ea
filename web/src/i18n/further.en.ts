/** The same in English. */
import { bringIn } from "./bring-in.en.js";
import { bulletin } from "./bulletin.en.js";
import type { Counted } from "./en.js";
import type { FurtherTexts } from "./further.zh.js";
import { months } from "./months.en.js";
import { planAccounts } from "./plan-accounts.en.js";
import { registers } from "./registers.en.js";
import { timetables } from "./timetables.en.js";

export const further: Counted<FurtherTexts> = {
  ...bringIn,
  ...bulletin,
  months,
  ...registers,
  ...timetables,
  ...planAccounts,
};
