/**
 * Drives a rehearsal (推演): plan time jumps from due instant to due instant. At each instant, in this order: the
 * streams that are due are moved to it and settle; people act; the letters that have closed by then are made. Sending
 * trails behind and overlaps the next jumps.
 */
import { earliest } from "../domain/plan/plan-date.js";
import type { RoundCommand } from "../domain/inspections/acts.js";
import type { RegisterCommand } from "../domain/registers/acts.js";
import type { MonthCommand } from "../domain/months/acts.js";
import type { Command } from "../domain/items/commands.js";
import type { PlanCommand } from "../domain/streams/orders.js";
import type { Outcome } from "../domain/ledger/record.js";
import { isTaskStream, type PLAN_STREAM } from "../domain/streams/streams.js";
import type { OpenMessage } from "../prisma/ledger/stream-store.js";
import type { Clock, StreamHead } from "../workflows/messages.js";

/** What the driver needs of the ledger's database. */
export interface DriverStore {
  /** The earliest next due instant of the tasks' streams, and that of the plan's own. */
  nextDue(planId: string): Promise<{ readonly tasks: number | null; readonly plan: number | null }>;
  /** Whether a half-year's round of inspections, or a month's request, is yet to be opened by the plan's own stream. */
  moreToCome(planId: string, now: number): Promise<boolean>;
  /** Streams with something due by the instant, in name order. */
  dueStreams(planId: string, upTo: number): Promise<readonly string[]>;
  /** Messages that no receiver has recorded as applied. */
  unappliedMessages(planId: string): Promise<readonly Pick<OpenMessage, "to" | "key">[]>;
  /** Moves the clock row; the answer is the fact every message carries. */
  moveClock(planId: string, now: number): Promise<Clock>;
  /** The instants at or before `upTo` at which letters close, in order. */
  closingsUpTo(planId: string, upTo: number): Promise<readonly number[]>;
}

/** What the driver needs of Temporal. */
export interface DriverGateway {
  tick(planId: string, stream: string, clock: Clock): Promise<StreamHead>;
  act(planId: string, stream: string, command: Command, clock: Clock): Promise<Outcome>;
  order(planId: string, command: PlanCommand, clock: Clock): Promise<Outcome>;
  progress(planId: string, stream: string, command: MonthCommand, clock: Clock): Promise<Outcome>;
  /** Outcomes in the commands' order. */
  inspectAll(
    planId: string,
    stream: string,
    commands: readonly RoundCommand[],
    clock: Clock,
  ): Promise<readonly Outcome[]>;
  keep(
    planId: string,
    stream: string,
    command: RegisterCommand,
    clock: Clock,
    begin: { readonly mode: "rehearsal"; readonly openedAt: number },
  ): Promise<Outcome>;
  deliver(planId: string, stream: string, message: string, clock: Clock): Promise<void>;
  closeLetters(planId: string, upTo: number): Promise<number>;
}

/**
 * What a simulated person does: a command to a task's stream, an order on the whole plan, or an act on an inspection round, a register or
 * a month.
 */
export type PlannedAct = PlannedCommand | PlannedOrder | PlannedRoundAct | PlannedRegisterAct | PlannedMonthAct;

export interface PlannedCommand {
  readonly at: number;
  readonly stream: string;
  readonly command: Command;
}

export interface PlannedOrder {
  readonly at: number;
  readonly stream: typeof PLAN_STREAM;
  readonly order: PlanCommand;
}

export interface PlannedRoundAct {
  readonly at: number;
  /** The round's. */
  readonly stream: string;
  readonly inspect: RoundCommand;
  /** What has to be there before it is asked for: photos. */
  readonly before?: () => Promise<void>;
}

export interface PlannedRegisterAct {
  readonly at: number;
  /** The register's. */
  readonly stream: string;
  readonly keep: RegisterCommand;
  /** With what the register's workflow begins, where this is the first act on it. */
  readonly openedAt: number;
  /** Lays down the rows that it speaks of. */
  readonly before: () => Promise<void>;
}

const isRegisterAct = (act: PlannedAct): act is PlannedRegisterAct => "keep" in act;

export interface PlannedMonthAct {
  readonly at: number;
  /** The month's. */
  readonly stream: string;
  readonly progress: MonthCommand;
  /** What has to be there before it is asked for: the rows of a desk. */
  readonly before?: () => Promise<void>;
}

const isMonthAct = (act: PlannedAct): act is PlannedMonthAct => "progress" in act;
/** What is sent by itself. */
type PlannedSingle = PlannedCommand | PlannedOrder | PlannedRegisterAct | PlannedMonthAct;

const isRoundAct = (act: PlannedAct): act is PlannedRoundAct => "inspect" in act;

/** The simulated people: they see what has been recorded, and are asked for what they do next. */
export interface People {
  /** Looks at what has been recorded since the last look; `now` is the clock's. */
  observe(now: number): Promise<void>;
  /** The next instant at which somebody has reason to act; null while nobody has. */
  nextAt(): number | null;
  /** Acts at exactly this instant, in the order in which each stream is to take its own. */
  takeAt(instant: number): Promise<readonly PlannedAct[]>;
  /** What somebody meant to do and could not, counted by reason. */
  readonly undone: Readonly<Record<string, number>>;
}

export const NOBODY: People = {
  observe: () => Promise.resolve(),
  nextAt: () => null,
  takeAt: () => Promise.resolve([]),
  undone: {},
};

export interface JumpReport {
  readonly now: number;
  readonly jumps: number;
  readonly letters: number;
  /** Commands that people sent, each over one or more items. */
  readonly acts: number;
  /** Items on which such a command was refused. */
  readonly refused: number;
}

export interface DriverOptions {
  readonly planId: string;
  readonly store: DriverStore;
  readonly gateway: DriverGateway;
  readonly people: People;
  /**
   * Goes through every instant up to this one, and leaves the clock there; null runs until every ladder has run out and leaves
   * the clock at the last instant.
   */
  readonly until: number | null;
  /** Asked before each jump, with where the clock stands and would go and the jumps made; false ends the drive there. */
  readonly mayJump?: (from: number, to: number, jumps: number) => Promise<boolean>;
  readonly onJump?: (report: JumpReport) => void | Promise<void>;
  /** Tells refusals apart from failures of the system. */
  readonly isRefusal: (error: unknown) => boolean;
  /** Told of every refusal, with its reasons in words. */
  readonly onRefused?: (act: PlannedAct, reasons: readonly string[]) => void;
  readonly signal?: AbortSignal;
}

/** Streams that are moved at the same time: enough to keep two cores busy, few enough not to flood one server. */
const TOGETHER = 9;

export async function drive(options: DriverOptions): Promise<JumpReport> {
  let report: JumpReport = { now: 0, jumps: 0, letters: 0, acts: 0, refused: 0 };
  // Where the clock stands: 0 never moves it. Whoever takes up a rehearsal goes on from there.
  let { now } = await options.store.moveClock(options.planId, 0);
  await options.people.observe(now);
  let lastList = false;
  for (;;) {
    options.signal?.throwIfAborted();
    const due = await options.store.nextDue(options.planId);
    const step = earliest(due.tasks, options.people.nextAt());
    // Once nothing else comes, one more list tells of what is still open; the months after it would only repeat it.
    const isOver = step === null && lastList && !(await options.store.moreToCome(options.planId, now));
    const next = isOver ? null : earliest(step, due.plan);
    lastList = step === null;
    const beyond = next === null || (options.until !== null && next > options.until);
    report = { ...report, letters: report.letters + (await closeBefore(options, beyond ? options.until : next)) };
    if (beyond) return { ...report, now: await standAt(options, now) };
    if (options.mayJump && !(await options.mayJump(now, next, report.jumps))) return report;
    report = await jump(options, next, report);
    now = next;
    await options.onJump?.(report);
  }
}

/** Whoever asked for a day gets that day, and not the last one on which something fell due: nothing is left to do until then. */
async function standAt({ until, planId, store }: DriverOptions, now: number): Promise<number> {
  return until === null || until <= now ? now : (await store.moveClock(planId, until)).now;
}

/**
 * Makes the letters that close before the clock moves on to `next`: all of them together, as each bears its own closing
 * time and no two closings of one letter lie between two jumps.
 */
async function closeBefore(options: DriverOptions, next: number | null): Promise<number> {
  const limit = next === null ? Number.MAX_SAFE_INTEGER : next - 1;
  const last = (await options.store.closingsUpTo(options.planId, limit)).at(-1);
  return last === undefined ? 0 : options.gateway.closeLetters(options.planId, last);
}

async function jump(options: DriverOptions, now: number, before: JumpReport): Promise<JumpReport> {
  const { people, planId, store } = options;
  const clock = await store.moveClock(planId, now);
  await settle(options, clock);
  await people.observe(now);
  let acts: readonly PlannedAct[] = [];
  let refused = 0;
  if (people.nextAt() === now) {
    acts = await people.takeAt(now);
    // What is said to the whole plan is known to the tasks before anybody acts on single items: the two never race.
    const orders = acts.filter((act) => "order" in act);
    refused = await actAll(options, orders, clock);
    if (orders.length > 0) await settle(options, clock);
    // A round tells the tasks what it found, and a register its figures: they act before anybody acts on the tasks' items.
    const keeping = acts.filter(isRegisterAct);
    for (const act of keeping) refused += await actOnce(options, act, clock);
    const inspecting = acts.filter(isRoundAct);
    for (const some of roundBatches(inspecting)) refused += await inspectTogether(options, some, clock);
    // So does a month of its progress.
    const answering = acts.filter(isMonthAct);
    for (const act of answering) refused += await actOnce(options, act, clock);
    if (keeping.length + inspecting.length + answering.length > 0) await settle(options, clock);
    refused += await actAll(
      options,
      acts.filter((act) => "command" in act),
      clock,
    );
    await settle(options, clock);
    await people.observe(now);
  }
  return {
    ...before,
    now,
    jumps: before.jumps + 1,
    acts: before.acts + acts.length,
    refused: before.refused + refused,
  };
}

/**
 * Sends the acts of an instant in their order: each stream takes its own one by one, the streams go side by side. What is signed goes
 * one after the other, as somebody signs: 发文字号 come in that order. Answers the refusals.
 */
async function actAll(options: DriverOptions, acts: readonly PlannedSingle[], clock: Clock): Promise<number> {
  let refused = 0;
  let beside: PlannedSingle[] = [];
  for (const act of acts) {
    if (!isSignature(act)) {
      beside.push(act);
      continue;
    }
    const before = await actSideBySide(options, beside, clock);
    beside = [];
    const count = await actOnce(options, act, clock);
    refused += before + count;
  }
  const rest = await actSideBySide(options, beside, clock);
  return refused + rest;
}

const isSignature = (act: PlannedAct): boolean => "command" in act && act.command.kind === "signInstrument";

async function actSideBySide(options: DriverOptions, acts: readonly PlannedSingle[], clock: Clock): Promise<number> {
  const byStream = new Map<string, PlannedSingle[]>();
  for (const act of acts) {
    const own = byStream.get(act.stream);
    if (own) own.push(act);
    else byStream.set(act.stream, [act]);
  }
  let refused = 0;
  await together([...byStream.values()], async (own) => {
    for (const act of own) {
      const count = await actOnce(options, act, clock);
      refused += count;
    }
  });
  return refused;
}

/** Acts on one round that go together: an afternoon's are hundreds, and each by itself costs as much as twenty. */
const ROUND_ACTS = 20;

/** The acts in their order, in batches of one round each. */
function roundBatches(acts: readonly PlannedRoundAct[]): PlannedRoundAct[][] {
  const batches: PlannedRoundAct[][] = [];
  for (const act of acts) {
    const last = batches.at(-1);
    if (last?.[0]?.stream === act.stream && last.length < ROUND_ACTS) last.push(act);
    else batches.push([act]);
  }
  return batches;
}

/** Sends acts on one round; answers how many were refused. */
async function inspectTogether(
  options: DriverOptions,
  acts: readonly PlannedRoundAct[],
  clock: Clock,
): Promise<number> {
  const stream = acts[0]?.stream ?? "";
  for (const { before } of acts) await before?.();
  const commands = acts.map(({ inspect }) => inspect);
  const outcomes = await options.gateway.inspectAll(options.planId, stream, commands, clock);
  let count = 0;
  for (const [no, act] of acts.entries()) count += toldRefused(options, act, outcomes[no]?.refused ?? []);
  return count;
}

function toldRefused({ onRefused }: DriverOptions, act: PlannedAct, refused: Outcome["refused"]): number {
  if (refused.length > 0)
    onRefused?.(
      act,
      refused.map(({ reason }) => reason),
    );
  return refused.length;
}

async function outcomeOf({ planId, gateway }: DriverOptions, act: PlannedSingle, clock: Clock): Promise<Outcome> {
  if ("order" in act) return gateway.order(planId, act.order, clock);
  if ("command" in act) return gateway.act(planId, act.stream, act.command, clock);
  await act.before?.();
  return isMonthAct(act)
    ? gateway.progress(planId, act.stream, act.progress, clock)
    : gateway.keep(planId, act.stream, act.keep, clock, { mode: "rehearsal", openedAt: act.openedAt });
}

/** Answers the number of items on which the act was refused; 1 for an order, and for an act on a register. */
async function actOnce(options: DriverOptions, act: PlannedSingle, clock: Clock): Promise<number> {
  try {
    const { refused } = await outcomeOf(options, act, clock);
    return toldRefused(options, act, refused);
  } catch (error) {
    if (!options.isRefusal(error)) throw error;
    options.onRefused?.(act, [(error as Error).message]);
    return "command" in act ? act.command.items.length : 1;
  }
}

/** Runs `work` on every element, some at a time. */
async function together<T>(list: readonly T[], work: (element: T) => Promise<void>): Promise<void> {
  const waiting = list.values();
  const next = async (): Promise<void> => {
    for (const element of waiting) await work(element);
  };
  await Promise.all(Array.from({ length: TOGETHER }, next));
}

/**
 * Moves every due stream to the clock until none is due and every message is applied. The plan's own stream goes before
 * its tasks'.
 */
async function settle(options: DriverOptions, clock: Clock): Promise<void> {
  const { planId, store, gateway } = options;
  for (;;) {
    const due = await store.dueStreams(planId, clock.now);
    const messages = await store.unappliedMessages(planId);
    if (due.length + messages.length === 0) return;
    for (const stream of due.filter((name) => !isTaskStream(name))) await gateway.tick(planId, stream, clock);
    const tasks = [...new Set([...due.filter(isTaskStream), ...messages.map(({ to }) => to)])];
    await together(tasks, async (stream) => {
      // Its sender has sent it too; whichever comes first is applied, and the tick is answered after both.
      for (const { to, key } of messages) if (to === stream) await gateway.deliver(planId, stream, key, clock);
      await gateway.tick(planId, stream, clock);
    });
  }
}
