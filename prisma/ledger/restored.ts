/**
 * A database that was restored from an older back-up: a workflow has recorded rows that the ledger no longer has. It is
 * noted at the stream and raised as an alarm; nothing else is written until a rebuild starts the workflows from the ledger.
 */
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import { alarmsOf, raiseAlarms } from "../alarms/alarm-store.js";
import { inTransaction, type Pool, type Queryable } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";

/** A stream whose ledger lacks a row that its workflow was told of. */
export interface RestoredStream {
  readonly plan: string;
  readonly stream: string;
  /** The last row there is. */
  readonly head: number;
  /** A row that was recorded and is gone. */
  readonly ahead: number;
}

/** The ledger is not the one whose head the caller knows: the database was restored from an older back-up. Permanent. */
export class LedgerRestored extends Error {
  constructor(readonly restored: RestoredStream) {
    super(restoredWords(restored).en);
    this.name = "LedgerRestored";
  }
}

const streamZh = (stream: string): string => {
  if (stream === PLAN_STREAM) return "方案总流程";
  const [, task = "", section] = stream.split("/");
  return section === undefined ? `任务${task}` : `任务${task}（${section}）`;
};

/** What an operator is told, in both languages. */
export function restoredWords({ plan, stream, head, ahead }: RestoredStream): {
  readonly zh: string;
  readonly en: string;
} {
  const [goneZh, goneEn] =
    head < ahead
      ? [`止于第${head}行，而第${ahead}行此前已经登记`, `ends at row ${head}, but row ${ahead} was recorded before`]
      : [`第${ahead}行与此前登记的不一致`, `has another row ${ahead} than the one that was recorded`];
  return {
    zh: `数据库已恢复为较早的备份：方案“${plan}”${streamZh(stream)}的台账${goneZh}。该流程已停止办理，未改动任何记录。请系统管理员停止全部工作进程，执行 npm run rebuild 后重新启动。`,
    en: `The database was restored from an older back-up: the ledger of ${stream} of plan ${plan} ${goneEn}. Its workflow has stopped, and nothing was changed. Stop all workers, run npm run rebuild and start again.`,
  };
}

/** Notes what a workflow met, and alarms the office. Again with the same it counts up. */
export async function noteRestored(pool: Pool, restored: RestoredStream): Promise<void> {
  const { plan, stream, ahead } = restored;
  await inTransaction(pool, async (connection) => {
    await sql.noteRestored.run(connection, { planId: plan, stream, ahead });
    const planAt = (await sql.planNow.one(connection, { planId: plan })).now ?? 0;
    const detail = { ...restored, ...restoredWords(restored) };
    await raiseAlarms(
      connection,
      plan,
      alarmsOf([{ key: `ledgerRestored/${stream}`, kind: "ledgerRestored", planAt, detail }]),
    );
  });
}

/** Streams of running plans whose workflows know more than the ledger, in plan and name order. */
export const restoredStreams = (pool: Queryable): Promise<RestoredStream[]> => sql.restoredStreams.run(pool, {});

/** For readiness: resolves where no ledger is older than its workflows; else throws what an operator is told. */
export async function checkRestored(pool: Pool): Promise<void> {
  const [first, ...more] = await restoredStreams(pool);
  if (first === undefined) return;
  const { zh, en } = restoredWords(first);
  throw new Error(more.length === 0 ? `${zh} ${en}` : `${zh} ${en} (and ${more.length} more streams)`);
}
