/**
 * Advancing a stream: one transaction that locks the stream's row, reads what a decision needs, decides with the domain and appends.
 * Whatever happened before (an attempt whose answer was lost, a worker that died after its commit, another release) stands in the
 * ledger, and the decision is made from there.
 */
import { earliest } from "../../domain/plan/plan-date.js";
import type { AdvanceAnswer, AdvanceRequest, Head } from "../../domain/streams/advance.js";
import type { Decision, Follower, ItemCount, RowStreamKind, StreamKind, Wanted } from "../../domain/streams/kind.js";
import { kindOf } from "../../domain/streams/kinds.js";
import { isToldAtOnce } from "../../domain/streams/message-body.js";
import { PLAN_STREAM, type StreamInfo } from "../../domain/streams/streams.js";
import { type Connection, inTransaction, type Pool } from "../database/pool.js";
import { type PlanRules, RulesCache } from "../plans/rules-cache.js";
import * as sql from "../sql/ledger/statements.js";
import { append, type LockedStream, type StoredItems } from "./append.js";
import { sortCommands, sortMessages, unanswered } from "./asked.js";
import { decideNumberedBulletins } from "./bulletin-signing.js";
import { checkClock } from "./clock-ahead.js";
import type { CommandKey } from "./command-key.js";
import { opening, readFacts } from "./deciding-facts.js";
import { decideItems, type Made, type Part } from "./deciding-items.js";
import { clearStopped } from "./headway.js";
import { LedgerRestored, noteRestored } from "./restored.js";
import { decideNumbered } from "./signing.js";
import {
  type Around,
  checkEventTypes,
  isKnownHere,
  checkKnown,
  hashAt,
  lockAndLook,
  lockStream,
  NewerRelease,
} from "./stream-head.js";
import { readRows } from "./stream-rows.js";
import { AppendTeller } from "./tell-appends.js";

const EVERYTHING: Part = { due: true };

/** A live plan's list of what is open waits at most this long for the tasks to record what fell due by then (milliseconds). */
const LIST_WAITS_AT_MOST = 120_000;
/** And looks again after this long (milliseconds). */
const LIST_LOOKS_AGAIN = 2_000;

/** How much a recording wrote. */
export interface Recorded {
  readonly rows: number;
  /** As drafted: before they are resolved to recipients. */
  readonly notices: number;
}

/** One recording, with what it wrote. */
interface Advanced extends Recorded {
  readonly answer: AdvanceAnswer;
  readonly decision: Decision;
  readonly wasOpened: boolean;
  /** Where the streams end that rows were appended to. */
  readonly heads: readonly { readonly stream: string; readonly seq: number }[];
}

const advancedBy = (stream: string, decision: Decision, answer: AdvanceAnswer, wasOpened: boolean): Advanced => ({
  answer,
  decision,
  wasOpened,
  heads: decision.rows.length > 0 ? [{ stream, seq: answer.seq }] : [],
  rows: decision.rows.length,
  notices: decision.rows.reduce((sum, row) => sum + (row.notices?.length ?? 0), 0),
});

export interface StreamStoreOptions {
  readonly pool: Pool;
  /** By which commands must be signed. */
  readonly commandKey: CommandKey;
  /** Where others of this process keep the same documents. */
  readonly rules?: RulesCache;
  /** Told of each recording that wrote rows, once it is committed. */
  readonly observe?: (recorded: Recorded) => void;
}

export class StreamStore {
  private readonly followers = new Map<string, { readonly follower: Follower; readonly head: Head }>();

  private readonly pool: Pool;
  private readonly commandKey: CommandKey;
  private readonly rules: RulesCache;
  private readonly observe: (recorded: Recorded) => void;
  private readonly teller: AppendTeller;

  constructor({ pool, commandKey, rules = new RulesCache(), observe = () => {} }: StreamStoreOptions) {
    this.pool = pool;
    this.commandKey = commandKey;
    this.rules = rules;
    this.observe = observe;
    this.teller = new AppendTeller(pool);
  }

  /** Throws LedgerRestored (once that is noted and alarmed), NewerRelease and ClockAhead; all else is the database's or a fault of ours. */
  async advance(request: AdvanceRequest, part: Part = EVERYTHING): Promise<AdvanceAnswer> {
    const kind = kindOf(request.stream);
    if (!kind) throw new NewerRelease(request.stream, "a kind of stream");
    try {
      const opened = await this.advanceOnce(kind, request, part);
      if (!opened.wasOpened || request.commands.length + request.messages.length === 0) return opened.answer;
      const { seq, hash } = opened.answer;
      const then = await this.advanceOnce(kind, { ...request, known: { seq, hash } }, part);
      return { ...then.answer, toStart: opened.answer.toStart };
    } catch (error) {
      if (error instanceof LedgerRestored) await noteRestored(this.pool, error.restored);
      throw error;
    }
  }

  private async advanceOnce(kind: StreamKind, request: AdvanceRequest, part: Part): Promise<Advanced> {
    const advanced = await inTransaction(this.pool, async (connection) => {
      const own = await this.advanceLocked(connection, kind, request, part);
      return { ...own, ...(await this.tellAtOnce(connection, request, own)) };
    });
    if (advanced.rows > 0) this.observe({ rows: advanced.rows, notices: advanced.notices });
    for (const { stream, seq } of advanced.heads) this.teller.tell(request.planId, stream, seq);
    return advanced;
  }

  /**
   * What a decision tells other streams in its own transaction: they have it when the sender's rows are committed, or neither has. A
   * stream that is not open yet, or that a newer release has written to, takes it as any other message. Always in the order of names,
   * and to tasks only: so no two wait for one another. A workflow whose stream was told is signalled once, to look when it is due next.
   */
  private async tellAtOnce(
    connection: Connection,
    request: AdvanceRequest,
    { decision, answer, heads, rows, notices }: Advanced,
  ): Promise<Pick<Advanced, "answer" | "heads" | "rows" | "notices">> {
    const told = decision.messages.filter(({ body }) => isToldAtOnce(body));
    const sum = { answer, heads, rows, notices };
    for (const stream of [...new Set(told.map(({ to }) => to))].sort()) {
      const { planId } = request;
      const kind = kindOf(stream);
      const at = kind && (await lockStream(connection, { planId, stream }));
      if (!kind || !at || at.seq === 0 || !isKnownHere(at)) continue;
      const messages = told.flatMap(({ to, key }) => (to === stream ? [key] : []));
      const [, ...applied] = messages;
      const { seq, hash } = at;
      const asking = { ...request, stream, commands: [], messages, known: { seq, hash } };
      const theirs = await this.advanceLocked(connection, kind, asking, EVERYTHING);
      sum.answer = {
        ...sum.answer,
        messages: sum.answer.messages.filter(({ key }) => !applied.includes(key)),
        closeAt: earliest(sum.answer.closeAt, theirs.answer.closeAt),
      };
      sum.heads = [...sum.heads, ...theirs.heads];
      sum.rows += theirs.rows;
      sum.notices += theirs.notices;
    }
    return sum;
  }

  private async advanceLocked(
    connection: Connection,
    kind: StreamKind,
    asking: AdvanceRequest,
    part: Part,
  ): Promise<Advanced> {
    const { at, around } = await lockAndLook(connection, asking);
    await checkKnown(connection, at, asking.known);
    checkEventTypes(at);
    const request = { ...asking, mode: around.mode };
    checkClock(request, around.mode, around.databaseNow);
    if (at.isStopped) await clearStopped(connection, at.planId, at.stream);
    const rules = await this.rules.get(connection, request.planId, around.documents);
    if (at.seq === 0) {
      const decision = await opening(connection, kind, request, rules);
      const answer = await this.record(connection, kind, at, decision, [], request, around, rules);
      return advancedBy(at.stream, decision, answer, true);
    }
    const { understood, messages } = await sortMessages(connection, kind, request, around.messages);
    const asked = unanswered(request.commands, around.outcomes);
    const { commands, refused } = await sortCommands(connection, this.commandKey, request, asked);
    const isParked = at.nextDue === null && at.parkedDue !== null;
    const wanted = { messages, now: request.now, due: part.due !== false && !isParked };
    const {
      decision: made,
      waits = false,
      stored,
    }: Made = kind.reads === "items"
      ? await decideNumbered(connection, request, commands, rules.directory, (numbered) =>
          decideItems(connection, kind, at, { ...wanted, commands: numbered }, part, rules, around.mode),
        )
      : await this.decideRows(connection, kind, at, { ...wanted, commands }, request, rules);
    const decision = { ...made, outcomes: [...made.outcomes, ...refused] };
    const answer = await this.record(connection, kind, at, decision, understood, request, around, rules, stored);
    return advancedBy(
      at.stream,
      decision,
      waits ? { ...answer, nextDue: request.now + LIST_LOOKS_AGAIN } : answer,
      false,
    );
  }

  /** Writes what was decided, where that is anything, and puts the answer together. */
  private async record(
    connection: Connection,
    kind: StreamKind,
    at: LockedStream,
    decision: Decision,
    applied: readonly string[],
    request: AdvanceRequest,
    around: Around,
    { directory, ruleSet }: PlanRules,
    stored?: StoredItems,
  ): Promise<AdvanceAnswer> {
    const { rows, items } = decision;
    const isIdle = rows.length + items.length + applied.length === 0;
    const appended = isIdle ? null : await append(connection, at, decision, applied, directory, stored);
    const after = appended ?? { ...at, closeAt: null };
    // What an attempt before this one may have left untold, and what a workflow that has just begun does not know.
    const isTold = around.outcomes.length === 0 && request.known?.seq === at.seq;
    const changed = rows.length > 0 || !isTold;
    return {
      seq: after.seq,
      hash: after.hash,
      nextDue: after.nextDue,
      outcomes: [...around.outcomes, ...decision.outcomes],
      messages: changed ? (appended?.messages ?? (await sql.messagesUnderWay.run(connection, at))) : [],
      toStart:
        request.known === null ? decision.streams : changed ? await unopenedOf(connection, at, decision.streams) : [],
      closeAt: isTold ? after.closeAt : (await sql.openClosing.one(connection, at)).next,
      details: changed ? await this.describe(connection, kind, at, after, appended?.counts ?? null, ruleSet) : null,
    };
  }

  private async decideRows(
    connection: Connection,
    kind: RowStreamKind,
    at: LockedStream,
    wanted: Wanted,
    { mode, now }: AdvanceRequest,
    rules: PlanRules,
  ): Promise<Made> {
    const follower = await this.follow(connection, kind, at, rules.ruleSet);
    const { planId, stream } = at;
    const isDue = at.nextDue !== null && at.nextDue <= wanted.now;
    const facts = await readFacts(connection, kind, at, { ...wanted, isDue }, follower, rules);
    const waits =
      kind.tellsOfAll === true && wanted.due && isDue && mode === "live" && wanted.now < at.nextDue + LIST_WAITS_AT_MOST
        ? await hasUnsettledTasks(connection, at.planId, at.nextDue)
        : false;
    const decide = (commands: Wanted["commands"]): Decision =>
      follower.decide({ ...wanted, commands, settled: !waits, ...facts }, rules.ruleSet);
    const decision = await decideNumberedBulletins(
      connection,
      { planId, stream, now },
      wanted.commands,
      rules.directory,
      decide,
    );
    return { decision, waits };
  }

  /** The stream's state at its head: what is known of it from before, and the rows since. */
  private async follow(
    connection: Connection,
    kind: RowStreamKind,
    at: LockedStream,
    ruleSet: PlanRules["ruleSet"],
  ): Promise<Follower> {
    const name = `${at.planId} ${at.stream}`;
    const known = this.followers.get(name);
    const isAhead =
      known !== undefined && known.head.seq > 0 && (await hashAt(connection, at, known.head.seq)) === known.head.hash;
    const follower = isAhead ? known.follower : kind.follow(at.stream);
    if (follower.seq < at.seq) follower.add(await readRows(connection, at.planId, at.stream, follower.seq), ruleSet);
    this.followers.set(name, { follower, head: { seq: at.seq, hash: at.hash } });
    return follower;
  }

  private async describe(
    connection: Connection,
    kind: StreamKind,
    at: LockedStream,
    after: Head & { readonly nextDue: number | null },
    counts: readonly ItemCount[] | null,
    ruleSet: PlanRules["ruleSet"],
  ): Promise<string> {
    return kind.reads === "items"
      ? kind.describe(counts ?? (await sql.countOpenItems.run(connection, at)), after.nextDue, ruleSet)
      : (await this.follow(connection, kind, { ...at, ...after }, ruleSet)).describe(ruleSet);
  }
}

async function hasUnsettledTasks(connection: Connection, planId: string, upTo: number): Promise<boolean> {
  return (await sql.hasUnsettledStreams.one(connection, { planId, except: PLAN_STREAM, upTo })).unsettled;
}

async function unopenedOf(
  connection: Connection,
  { planId }: LockedStream,
  streams: readonly StreamInfo[],
): Promise<StreamInfo[]> {
  if (streams.length === 0) return [];
  const begun = new Set((await sql.begunStreams.run(connection, { planId })).map(({ name }) => name));
  return streams.filter(({ stream }) => !begun.has(stream));
}
