/** Bulletin, report and ledger workbook of a round as files: the same version gives the same bytes. */
import type { BulletinContent } from "../../domain/bulletins/content.js";
import type { Records } from "../../domain/bulletins/facts.js";
import type { SignedVersion } from "../../domain/inspections/bulletin-state.js";
import type { Checklists } from "../../domain/plan/checklists.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { bulletinModel } from "../bulletins/model.js";
import { bulletinWorkbook } from "../bulletins/workbook.js";
import { renderDocx } from "../docx/render.js";
import { renderXlsx } from "../xlsx/render.js";

export type BulletinFile = "bulletin.docx" | "report.docx" | "ledger.xlsx";

/** A version with all that its files say. */
export interface BulletinVersion {
  readonly content: BulletinContent;
  readonly records: Records;
  /** Undefined: a draft, without number and day of signature. */
  readonly signed: SignedVersion | undefined;
  readonly checklists: Checklists;
  /** Whom to ask, as the issuer says it. */
  readonly contact: Parameters<typeof bulletinModel>[2]["contact"];
  /** What stands over its documents: that they are of a rehearsal, of sample data. */
  readonly notes: readonly string[];
  /** Names by id, as of a day. */
  readonly names: {
    readonly unit: (id: string, day: PlanDate) => string;
    readonly township: (id: string) => string;
    readonly village: (id: string) => string;
  };
}

/** The day that a version's files bear: that of its signature, else that of its figures. */
export const dayOfVersion = ({ signed, content }: Pick<BulletinVersion, "signed" | "content">): PlanDate =>
  signed?.on ?? content.asOf.day;

/** The bytes of one of its files. */
export async function bulletinFile(file: BulletinFile, version: BulletinVersion): Promise<Uint8Array> {
  const { content, records, signed, checklists, contact, notes, names } = version;
  const date = dayOfVersion(version);
  const unit = (id: string): string => names.unit(id, date);
  if (file === "ledger.xlsx") {
    const named = {
      unit,
      township: names.township,
      place: ({ kind, id }: { readonly kind: string; readonly id: string }) =>
        kind === "village" ? names.village(id) : unit(id),
      line: (key: string) => checklists.lines.find((line) => line.key === key)?.text ?? key,
      cause: (id: string) => checklists.causes.find((one) => one.id === id)?.title ?? id,
    };
    return renderXlsx(bulletinWorkbook(content, records, named, date));
  }
  const isBulletin = file === "bulletin.docx";
  const documentNo = (isBulletin ? signed?.no : signed?.reportNo) ?? undefined;
  const about = {
    date,
    unitName: unit,
    ...(documentNo === undefined ? {} : { documentNo }),
    ...(contact ? { contact } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
  return renderDocx(bulletinModel(content, isBulletin ? "bulletin" : "report", about));
}
