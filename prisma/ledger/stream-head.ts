/** A stream that is to be decided on: its row, locked, what the caller knows of it, and what stands beside it. */
import type { Outcome } from "../../domain/ledger/record.js";
import type { AdvanceRequest, Head } from "../../domain/streams/advance.js";
import { isEventTypeKnown } from "../../domain/streams/event-types.js";
import type { Connection } from "../database/pool.js";
import * as sql from "../sql/ledger/statements.js";
import type { LockedStream } from "./append.js";
import type { Waiting } from "./asked.js";
import { LedgerRestored } from "./restored.js";

/** A newer release wrote to the stream what this one does not know: nothing is decided. */
export class NewerRelease extends Error {
  constructor(stream: string, what: string) {
    super(`${stream} holds ${what}, which this release does not know: it is left to a worker of the newer release`);
    this.name = "NewerRelease";
  }
}

/** What stands beside the stream's row and concerns the request. */
export interface Around {
  readonly documents: string;
  readonly mode: "live" | "rehearsal";
  readonly databaseNow: number;
  /** Answers to the request's commands that are recorded already. */
  readonly outcomes: readonly Outcome[];
  readonly messages: readonly Waiting[];
}

export async function lockStream(
  connection: Connection,
  { planId, stream }: Pick<AdvanceRequest, "planId" | "stream">,
): Promise<LockedStream> {
  const lock = () => sql.lockStream.maybe(connection, { planId, stream });
  const row = await lock();
  if (row) return { planId, stream, ...row };
  await sql.beginStream.run(connection, { planId, stream });
  const begun = await lock();
  if (!begun) throw new Error(`stream ${stream} of plan ${planId} has no row`);
  return { planId, stream, ...begun };
}

/** Locks the stream's row, and reads what stands beside it once that is locked: both are sent at once, and answered in their order. */
export async function lockAndLook(
  connection: Connection,
  request: AdvanceRequest,
): Promise<{ readonly at: LockedStream; readonly around: Around }> {
  const [row, around] = await Promise.all([sql.lockStream.maybe(connection, request), readAround(connection, request)]);
  if (row) return { at: { planId: request.planId, stream: request.stream, ...row }, around };
  const at = await lockStream(connection, request);
  return { at, around: await readAround(connection, request) };
}

/** The ledger must hold what the caller knows of it; that it holds more is no conflict. */
export async function checkKnown(connection: Connection, at: LockedStream, known: Head | null): Promise<void> {
  if (known === null || known.seq === 0) return;
  const hash = known.seq === at.seq ? at.hash : known.seq < at.seq ? await hashAt(connection, at, known.seq) : null;
  if (hash === known.hash) return;
  throw new LedgerRestored({ plan: at.planId, stream: at.stream, head: at.seq, ahead: known.seq });
}

const unknownType = ({ eventTypes }: LockedStream): string | undefined =>
  eventTypes.find((type) => !isEventTypeKnown(type));

/** Whether this release knows every event of the stream. */
export const isKnownHere = (at: LockedStream): boolean => unknownType(at) === undefined;

export function checkEventTypes(at: LockedStream): void {
  const unknown = unknownType(at);
  if (unknown !== undefined) throw new NewerRelease(at.stream, `events of type ${unknown}`);
}

export async function hashAt(
  connection: Connection,
  { planId, stream, ...at }: LockedStream,
  seq: number,
): Promise<string | null> {
  if (seq === at.seq) return at.hash;
  return (await sql.hashAt.maybe(connection, { planId, stream, seq }))?.hash ?? null;
}

async function readAround(
  connection: Connection,
  { planId, stream, commands, messages }: AdvanceRequest,
): Promise<Around> {
  const keys = commands.map(({ key }) => key);
  const { documents, mode, ...around } = await sql.readAround.one(connection, {
    planId,
    stream,
    commands: keys,
    messages,
  });
  if (documents === null || mode === null) throw new Error(`plan ${planId} has no documents`);
  return { documents, mode, ...around };
}
