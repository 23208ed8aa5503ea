/** A bulletin, its report and its workbook of a played half-year, as files. */
import { bulletinModel } from "../../../documents/bulletins/model.js";
import { bulletinWorkbook } from "../../../documents/bulletins/workbook.js";
import { renderDocx } from "../../../documents/docx/render.js";
import type { OfficialDocument } from "../../../documents/model.js";
import { renderXlsx } from "../../../documents/xlsx/render.js";
import { directoryOf } from "../../../domain/people/directory.js";
import type { PlanBundle } from "../../../domain/plan/bundle.js";
import { lineOf } from "../../../domain/plan/checklists.js";
import { type HalfYear, playHalfYears } from "../../domain/bulletins/half-years.js";
import { seedBundle } from "../../plans/seed.js";

export interface Made {
  readonly bundle: PlanBundle;
  readonly halves: readonly HalfYear[];
  readonly last: HalfYear;
  readonly bulletin: OfficialDocument;
  readonly report: OfficialDocument;
  readonly workbook: ReturnType<typeof bulletinWorkbook>;
}

export async function made(): Promise<Made> {
  const bundle = await seedBundle();
  const halves = playHalfYears(bundle, 7);
  const last = halves.at(-1) as HalfYear;
  const { content } = last.drafted;
  const { day } = last;
  const directory = directoryOf(bundle);
  const unitName = (id: string): string => directory.unit(id, day).name;
  const signed = { documentNo: "×农办通报〔2022〕1号", date: day, unitName };
  const names = {
    unit: unitName,
    township: unitName,
    place: ({ kind, id }: { readonly kind: string; readonly id: string }) =>
      kind === "village" ? directory.village(id).name : unitName(id),
    line: (key: string) => (bundle.checklists && lineOf(bundle.checklists, key)?.text) ?? key,
    cause: (id: string) => bundle.checklists?.causes.find((one) => one.id === id)?.title ?? id,
  };
  return {
    bundle,
    halves,
    last,
    bulletin: bulletinModel(content, "bulletin", signed),
    report: bulletinModel(content, "report", { ...signed, documentNo: "×农办专报〔2022〕1号" }),
    workbook: bulletinWorkbook(content, last.records, names, day),
  };
}

export const filesOf = async ({ bulletin, report, workbook }: Made): Promise<Uint8Array[]> => [
  await renderDocx(bulletin),
  await renderDocx(report),
  await renderXlsx(workbook),
];
