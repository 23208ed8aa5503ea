/** 周报、月报、季报、半年报. */
import { z } from "zod";
import { REPORT_FILES } from "../../documents/files/report-files.js";
import { PERIOD_ID, PERIOD_KINDS } from "../../domain/reports/period.js";
import { planDate, says, words } from "../http/schema-parts.js";

export const reports = z
  .strictObject({
    periods: z.array(
      z.strictObject({
        id: z.string().meta({ example: "2021Q2" }),
        kind: z.enum(PERIOD_KINDS),
        from: planDate,
        to: planDate,
        words,
      }),
    ),
  })
  .meta({ id: "ReportPeriods", description: "Periods that are over, by kind, the newest first." });
export type ReportPeriods = z.infer<typeof reports>;

export const reportParams = z.strictObject({
  period: z
    .string()
    .regex(PERIOD_ID, says("period"))
    .meta({ description: "2021-W23, 2021-06, 2021Q2 or 2021H1.", example: "2021Q2" }),
  file: z.enum(REPORT_FILES).meta({ description: "Word by GB/T 9704-2012, or the workbook." }),
});
