/**
 * Holds a database against checkpoints: finds a tail that was rewritten though every hash was recomputed, a tail that was cut off, a
 * stream or a plan that was dropped, a document that was replaced, and rows that were put in with an earlier time than their own.
 */
import { clientOf } from "../database/client.js";
import type { Pool } from "../database/pool.js";
import { documentHash } from "../ledger/completeness.js";
import * as sql from "../sql/checkpoints/statements.js";
import type { Checkpoint, CheckpointContent } from "./checkpoint.js";
import { checkpointsAfter } from "./checkpoint-store.js";

export interface ComparedCheckpoints {
  readonly checkpoints: number;
  /** Heads that were looked for. */
  readonly heads: number;
  /** All that does not fit, in words. */
  readonly problems: readonly string[];
}

/** `checkpoints`: by number, each checked (`openCheckpoint`). `plan`: this one alone. */
export async function compareWithCheckpoints(
  pool: Pool,
  checkpoints: readonly Checkpoint[],
  plan: string | null = null,
): Promise<ComparedCheckpoints> {
  const problems = [...followOn(checkpoints), ...(await keptAlike(pool, checkpoints))];
  let heads = 0;
  for (const planId of plansOf(checkpoints)) {
    if (plan !== null && planId !== plan) continue;
    const isThere = (await clientOf(pool).plan.count({ where: { id: planId } })) > 0;
    const states = statesOf(checkpoints, planId);
    const newest = states.at(-1);
    if (!isThere && newest) {
      problems.push(`plan ${planId}: ${nameOf(newest.checkpoint)} has it, and it is not in this database`);
      continue;
    }
    for (const { of } of states) heads += of.streams.length;
    problems.push(...(await comparedStreams(pool, planId, states)), ...(await comparedDocuments(pool, planId, states)));
  }
  return { checkpoints: checkpoints.length, heads, problems };
}

interface State {
  readonly checkpoint: Checkpoint;
  readonly of: CheckpointContent["plans"][number];
}

const nameOf = ({ says: { no, at } }: Checkpoint): string => `checkpoint ${no} of ${at}`;

const plansOf = (checkpoints: readonly Checkpoint[]): string[] => [
  ...new Set(checkpoints.flatMap(({ says }) => says.plans.map(({ plan }) => plan))),
];

const statesOf = (checkpoints: readonly Checkpoint[], planId: string): State[] =>
  checkpoints.flatMap((checkpoint) => {
    const of = checkpoint.says.plans.find(({ plan }) => plan === planId);
    return of ? [{ checkpoint, of }] : [];
  });

/** Whether each names the one before it, where both are at hand. */
function followOn(checkpoints: readonly Checkpoint[]): string[] {
  return checkpoints.flatMap((checkpoint, at) => {
    const before = checkpoints[at - 1];
    if (!before) return [];
    const { no, previous, instance } = checkpoint.says;
    if (instance !== before.says.instance)
      return [`${nameOf(checkpoint)} is of another installation than the one before it`];
    if (no === before.says.no && checkpoint.hash !== before.hash)
      return [`there are two checkpoints ${no}, made at ${before.says.at} and ${checkpoint.says.at}`];
    if (no === before.says.no + 1 && previous !== before.hash)
      return [`${nameOf(checkpoint)} does not follow on checkpoint ${before.says.no} as it is here`];
    return [];
  });
}

/** Whether the database keeps the same ones. */
async function keptAlike(pool: Pool, checkpoints: readonly Checkpoint[]): Promise<string[]> {
  const kept = new Map((await checkpointsAfter(pool, 0)).map(({ no, hash }) => [no, hash]));
  const lost = checkpoints.filter(({ says }) => !kept.has(says.no));
  const other = checkpoints.filter(({ says, hash }) => kept.has(says.no) && kept.get(says.no) !== hash);
  const [first] = lost;
  return [
    ...(first
      ? [
          `${lost.length} checkpoints are not in this database's table ledger_checkpoint, the first of them ${nameOf(first)}: it was restored from an older back-up, is another database, or they were taken away`,
        ]
      : []),
    ...other.map((each) => `${nameOf(each)}: this database keeps another one of that number`),
  ];
}

/** One head that a checkpoint names, and what the ledger has there. */
interface Head {
  readonly stream: string;
  readonly seq: number;
  readonly hash: string;
  /** The last row that the checkpoint before it covers; 0: none. */
  readonly after: number;
  readonly at: string;
  readonly checkpoint: Checkpoint;
}

async function comparedStreams(pool: Pool, planId: string, states: readonly State[]): Promise<string[]> {
  const all = headsOf(states);
  const problems: string[] = [];
  for (const stream of new Set(all.map((head) => head.stream))) {
    const heads = all.filter((head) => head.stream === stream);
    const rows = await sql.compareHeads.run(pool, {
      planId,
      stream,
      seqs: heads.map(({ seq }) => seq),
      afters: heads.map(({ after }) => after),
      ats: heads.map(({ at }) => at),
    });
    const problem = await firstProblem(pool, planId, stream, heads, rows);
    if (problem !== null) problems.push(`plan ${planId}, stream ${stream}: ${problem}`);
  }
  return problems;
}

function headsOf(states: readonly State[]): Head[] {
  const covered = new Map<string, number>();
  return states.flatMap(({ checkpoint, of }) =>
    of.streams.map(({ stream, seq, hash }) => {
      const after = covered.get(stream) ?? 0;
      covered.set(stream, seq);
      return { stream, seq, hash, after, at: checkpoint.says.at, checkpoint };
    }),
  );
}

/** The earliest thing that does not fit, as everything after it follows from it. */
async function firstProblem(
  pool: Pool,
  planId: string,
  stream: string,
  heads: readonly Head[],
  found: readonly { readonly hash: string | null; readonly late: number | null }[],
): Promise<string | null> {
  for (const [at, head] of heads.entries()) {
    const row = found[at];
    const name = nameOf(head.checkpoint);
    if (row?.hash === head.hash) {
      if (row.late !== null) return `row ${row.late} is covered by ${name}, and says that it was recorded after it`;
      continue;
    }
    if (row?.hash != null)
      return `row ${head.seq} is not the one that ${name} has: a row from ${head.after + 1} to ${head.seq} was rewritten since, whatever its chain says`;
    const { _max } = await clientOf(pool).ledger.aggregate({ where: { planId, stream }, _max: { seq: true } });
    const last = _max.seq ?? 0;
    return last === 0
      ? `${name} has ${head.seq} rows of it, and the ledger has none: the stream was dropped`
      : `${name} has row ${head.seq}, and the ledger ends at row ${last}: its tail was cut off`;
  }
  return null;
}

async function comparedDocuments(pool: Pool, planId: string, states: readonly State[]): Promise<string[]> {
  const first = new Map<string, { kind: string; version: number; sha256: string; checkpoint: Checkpoint }>();
  for (const { checkpoint, of } of states)
    for (const document of of.documents) {
      const name = `${document.kind} ${document.version}`;
      if (!first.has(name)) first.set(name, { ...document, checkpoint });
    }
  const problems: string[] = [];
  for (const { kind, version, sha256, checkpoint } of first.values()) {
    const row = await clientOf(pool).planDocument.findUnique({
      where: { planId_kind_version: { planId, kind, version } },
      select: { content: true },
    });
    if (row && documentHash(row.content) === sha256) continue;
    problems.push(
      `plan ${planId}: version ${version} of document ${kind} ${row ? "is not what" : "is missing, which"} ${nameOf(checkpoint)} has`,
    );
  }
  return problems;
}
