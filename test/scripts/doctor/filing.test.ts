/** The doctor says whether telephones can keep the filing page. */
import { expect, it } from "vitest";
import { examine } from "../../../scripts/doctor/check.js";
import { filingChecks } from "../../../scripts/doctor/filing.js";

it.each([
  ["https://duban.example.gov.cn", "ok"],
  ["http://127.0.0.1:7300", "ok"],
  ["http://10.1.2.3:7300", "note"],
  ["", "note"],
])("of %j: %s", async (publicUrl, state) => {
  const [check] = filingChecks({ DUBAN_PUBLIC_URL: publicUrl });
  const finding = check && (await examine(check));
  expect(finding?.state).toBe(state);
  expect(finding?.fix === undefined).toBe(state === "ok");
});
