/** Bulletins, reports and ledger workbooks of a plan's rounds, as files named by round: 2021H1-bulletin.docx. */
import { bulletinFile, type BulletinFile } from "../documents/files/bulletin-files.js";
import { bulletinIssuerOf } from "../domain/bulletins/issuing.js";
import { schemeOf } from "../domain/inspections/round-state.js";
import { directoryOf } from "../domain/people/directory.js";
import { checklistsOf } from "../domain/plan/rule-set.js";
import { readRecords, readVersion } from "../prisma/bulletins/bulletin-store.js";
import { planNotes } from "../mail/render.js";
import type { Pool } from "../prisma/database/pool.js";
import { listRounds } from "../prisma/inspections/read-rounds.js";
import { RoundReader } from "../prisma/ledger/round-reader.js";
import { loadBundle } from "../prisma/plans/plan-store.js";

const FILES: readonly BulletinFile[] = ["bulletin.docx", "report.docx", "ledger.xlsx"];

/** By file name their bytes: of each round whose bulletin is signed the version that was signed last. */
export async function roundFiles(pool: Pool, planId: string): Promise<Record<string, Uint8Array>> {
  const bundle = await loadBundle(pool, planId);
  const directory = directoryOf(bundle);
  const reader = new RoundReader(pool);
  const contact = bulletinIssuerOf(bundle)?.issuer.contact;
  // Rounds' files are written by rehearsals alone.
  const notes = planNotes({ rehearsal: true, sampleData: bundle.roster.sample });
  const names = {
    unit: (id: string, day: string) => directory.unitRef(id, day).name,
    township: (id: string) => directory.township(id).name,
    village: (id: string) => directory.village(id).name,
  };
  const files: Record<string, Uint8Array> = {};
  for (const { round } of (await listRounds(pool, planId)).toReversed()) {
    const read = await reader.read(planId, round);
    const signed = read?.state.bulletin?.signed.at(-1);
    const content = signed && (await readVersion(pool, planId, round, signed.sha256));
    const records = content && (await readRecords(pool, planId, content));
    if (!read || !signed || !content || !records) continue;
    const checklists = checklistsOf(read.ruleSet, schemeOf(read.state).checklist);
    for (const file of FILES)
      files[`${round}-${file}`] = await bulletinFile(file, {
        content,
        records,
        signed,
        checklists,
        contact,
        notes,
        names,
      });
  }
  return files;
}
