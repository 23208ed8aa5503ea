/** Whole documents that were made from an older version than the one that runs: what they would undo. */
import type { PlanBundle } from "../domain/plan/bundle.js";
import { documentHeads, documentVersion } from "../prisma/plans/documents.js";
import type { Kind } from "../prisma/plans/plan-store.js";
import type { Pool } from "../prisma/database/pool.js";
import { compare, type DocumentKind } from "./compare.js";
import type { RunningPlan } from "./running.js";
import type { RefusedChange, Said } from "./said.js";

/** Of each document that is given whole the version it was made from; null: it doesn't say, and counts as the plan's first. */
export type BasedOn = Readonly<Partial<Record<DocumentKind, number | null>>>;

/** Changes told of one document: whoever goes on fetches it and sees them all. */
const MOST_TOLD = 5;

/** A refusal for each of `kinds` (those that differ) that was made from an older version. */
export async function staleDocuments(
  pool: Pool,
  running: RunningPlan,
  kinds: readonly DocumentKind[],
  basedOn: BasedOn,
): Promise<RefusedChange[]> {
  const given = kinds.filter((kind) => basedOn[kind] !== undefined);
  if (given.length === 0) return [];
  const heads = await documentHeads(pool, running.row.id);
  const refused: RefusedChange[] = [];
  for (const kind of given) {
    const versions = heads.filter((head) => head.kind === kind).map(({ version }) => version);
    const from = basedOn[kind] ?? Math.min(...versions);
    if (from === running.versions[kind]) continue;
    refused.push(await refusal(pool, running, kind, from, versions.includes(from)));
  }
  return refused;
}

async function refusal(
  pool: Pool,
  running: RunningPlan,
  kind: DocumentKind,
  from: number,
  known: boolean,
): Promise<RefusedChange> {
  const now = running.versions[kind];
  const changes = known ? await changesSince(pool, running, kind, from) : [];
  const told = (of: keyof Said, between: string): string =>
    `${changes
      .slice(0, MOST_TOLD)
      .map((one) => one[of])
      .join(between)}${changes.length > MOST_TOLD ? "…" : ""}`;
  const zh = changes.length === 0 ? "" : `；其间已有变更：${told("zh", "；")}`;
  const en = changes.length === 0 ? "" : `; changed since: ${told("en", "; ")}`;
  return {
    file: `${kind}.yaml`,
    what: {
      zh: `该文件系据第${from}版修改，现行为第${now}版${zh}`,
      en: `it was made from version ${from}, and version ${now} runs${en}`,
    },
    instead: {
      zh: `请取回现行版本后再改；确需以此覆盖上述变更的，请注明依据第${now}版（接口：basedOn.${kind}=${now}；命令：--replace ${kind}）`,
      en: `fetch the version that runs and edit that; to undo those changes on purpose say that it replaces version ${now} (API: basedOn.${kind}=${now}; command: --replace ${kind})`,
    },
  };
}

/** What was changed from a version to the one that runs, in words. */
async function changesSince(pool: Pool, running: RunningPlan, kind: DocumentKind, from: number): Promise<Said[]> {
  const before = await documentVersion(pool, running.row.id, kind as Kind, from);
  if (!before) return [];
  const then: PlanBundle = { ...running.bundle, [kind]: before.content };
  const { changes, refused } = compare(then, running.bundle, { ...running.versions, [kind]: from });
  return [...changes, ...refused].map(({ what }) => what);
}
