/** JSON Schemas of the plan files, so that editors complete and check them. Generated; never edited by hand. */
import { z } from "zod";
import { calendarFile } from "./calendar-schema.js";
import { checklistCommonFile, checklistFile } from "./checklist-schema.js";
import { planFile } from "./plan-schema.js";
import { policyFile } from "./policy-schema.js";
import { registersFile } from "./registers-schema.js";
import { rosterFile } from "./roster-schema.js";
import { scenarioFile } from "./scenario-schema.js";

const FORMATS = {
  plan: planFile,
  roster: rosterFile,
  policy: policyFile,
  calendar: calendarFile,
  scenario: scenarioFile,
  "checklist-common": checklistCommonFile,
  checklist: checklistFile,
  registers: registersFile,
};

/** File name in plans/schema → its text. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(FORMATS).map(([name, format]) => {
      const schema = { title: `${name}.yaml`, ...z.toJSONSchema(format, { io: "input" }) };
      return [`${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`];
    }),
  );
}
