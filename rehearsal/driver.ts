/**
 * Drives a rehearsal (推演): plan time jumps from due instant to due instant. At each instant, in this order: the
 * streams that are due are moved to it and settle; people act; the letters that have closed by then are made. Sending
 * trails behind and overlaps the next jumps.
 */
import { earliest } from "../domain/plan/plan-date.js";
import type { Outcome } from "../domain/ledger/record.js";
import type { AnyCommand } from "../domain/streams/advance.js";
import { isTaskStream, PLAN_STREAM } from "../domain/streams/streams.js";
import type { OpenMessage } from "../prisma/ledger/stream-store.js";
import type { Clock, StreamHead } from "../workflows/messages.js";
import { groupBy } from "../domain/plan/group-by.js";

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
  /** Outcomes in the commands' order. `begin`: see PlannedAct. */
  askAll(
    planId: string,
    stream: string,
    commands: readonly AnyCommand[],
    clock: Clock,
    begin?: { readonly mode: "rehearsal"; readonly openedAt: number },
  ): Promise<readonly Outcome[]>;
  deliver(planId: string, stream: string, message: string, clock: Clock): Promise<void>;
  closeLetters(planId: string, upTo: number): Promise<number>;
}

/** What a simulated person does: a command to a stream of the plan. */
export interface PlannedAct<C extends AnyCommand = AnyCommand> {
  readonly at: number;
  readonly stream: string;
  readonly command: C;
  /** What has to be there before it is asked for: photos of a visit, a desk's grid. */
  readonly before?: () => Promise<void>;
  /** With what the stream's workflow begins, where this is the first act on it: a register's. */
  readonly openedAt?: number;
}

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
  /** Told of every refusal, with its reasons in words. */
  readonly onRefused?: (act: PlannedAct, reasons: readonly string[]) => void;
  readonly signal?: AbortSignal;
}

/** Streams that are moved at the same time: enough to keep two cores busy, few enough not to flood one server. */
const TOGETHER = 9;

export async function drive(options: DriverOptions): Promise<JumpReport> {
  let report: JumpReport = { now: 0, jumps: 0, letters: 0, acts: 0, refused: 0 };
  // Where the clock stands: 0 never moves it. Whoever takes up a rehearsal goes on from there.
  const { planId, store, people } = options;
  let { now } = await store.moveClock(planId, 0);
  let lastList = false;
  for (let acted = true; ; ) {
    options.signal?.throwIfAborted();
    const [due, closings] = await Promise.all([
      store.nextDue(planId),
      store.closingsUpTo(planId, Number.MAX_SAFE_INTEGER),
      // What nobody has acted after was seen in the jump.
      acted ? people.observe(now) : null,
    ]);
    const step = earliest(due.tasks, people.nextAt());
    // Once nothing else comes, one more list tells of what is still open; the months after it would only repeat it.
    const isOver = step === null && lastList && !(await store.moreToCome(planId, now));
    const next = isOver ? null : earliest(step, due.plan);
    lastList = step === null;
    const beyond = next === null || (options.until !== null && next > options.until);
    const letters = await closeBefore(options, closings, beyond ? options.until : next);
    report = { ...report, letters: report.letters + letters };
    if (beyond) return { ...report, now: await standAt(options, now) };
    if (options.mayJump && !(await options.mayJump(now, next, report.jumps))) return report;
    const { acts } = report;
    report = await jump(options, next, report);
    acted = report.acts > acts;
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
async function closeBefore(options: DriverOptions, closings: readonly number[], next: number | null): Promise<number> {
  const last = closings.findLast((closing) => next === null || closing < next);
  return last === undefined ? 0 : options.gateway.closeLetters(options.planId, last);
}

async function jump(options: DriverOptions, now: number, before: JumpReport): Promise<JumpReport> {
  const { people, planId, store } = options;
  const [clock, waiting] = await Promise.all([store.moveClock(planId, now), lookFor(options, now)]);
  await settle(options, clock, waiting);
  await people.observe(now);
  let acts: readonly PlannedAct[] = [];
  let refused = 0;
  if (people.nextAt() === now) {
    acts = await people.takeAt(now);
    // What is said to the whole plan is known to the tasks before anybody acts on single items: the two never race.
    const orders = acts.filter(({ stream }) => stream === PLAN_STREAM);
    refused = await askInTurn(options, orders, clock);
    if (orders.length > 0) await settle(options, clock);
    // A round tells the tasks what it found, a register its figures, a month its progress: they act before anybody acts on the tasks' items.
    const telling = acts.filter(({ stream }) => stream !== PLAN_STREAM && !isTaskStream(stream));
    refused += await askInTurn(options, telling, clock);
    if (telling.length > 0) await settle(options, clock);
    const onItems = acts.filter(({ stream }) => isTaskStream(stream));
    refused += await askTasks(options, onItems, clock);
    await settle(options, clock);
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
 * Sends acts on tasks in their order: each stream takes its own in turn, the streams go side by side. What is signed goes one after the
 * other, as somebody signs: 发文字号 come in that order. Answers the refusals.
 */
async function askTasks(options: DriverOptions, acts: readonly PlannedAct[], clock: Clock): Promise<number> {
  let refused = 0;
  for (const some of runsOf(acts, (act, before) => isSignature(act) === isSignature(before))) {
    const [first] = some;
    const count = first && isSignature(first) ? askInTurn(options, some, clock) : askSideBySide(options, some, clock);
    refused += await count;
  }
  return refused;
}

const isSignature = ({ command }: PlannedAct): boolean => "kind" in command && command.kind === "signInstrument";

async function askSideBySide(options: DriverOptions, acts: readonly PlannedAct[], clock: Clock): Promise<number> {
  const byStream = groupBy(acts, ({ stream }) => stream);
  let refused = 0;
  await together([...byStream.values()], async (own) => {
    const count = await askInTurn(options, own, clock);
    refused += count;
  });
  return refused;
}

/** Acts on one stream that go together: an instant's are up to hundreds, and each by itself costs as much as twenty. */
const TOGETHER_ON_STREAM = 20;

/** Sends acts in their order, those on one stream that follow one another together. Answers the refusals. */
async function askInTurn(options: DriverOptions, acts: readonly PlannedAct[], clock: Clock): Promise<number> {
  let refused = 0;
  const isWith = (act: PlannedAct, before: PlannedAct, length: number): boolean =>
    act.stream === before.stream && length < TOGETHER_ON_STREAM && !isSentOn(act) && !isSentOn(before);
  for (const some of runsOf(acts, isWith)) refused += await askTogether(options, some, clock);
  return refused;
}

/** Tasks have these orders by messages, and those of several that are recorded together in no particular order. */
const isSentOn = ({ command }: PlannedAct): boolean => "order" in command && command.order.kind !== "signForPackage";

/** The acts in their order, cut wherever one does not go with the one before it. */
function runsOf(
  acts: readonly PlannedAct[],
  isWith: (act: PlannedAct, before: PlannedAct, length: number) => boolean,
): PlannedAct[][] {
  const runs: PlannedAct[][] = [];
  for (const act of acts) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && isWith(act, before, run.length)) run.push(act);
    else runs.push([act]);
  }
  return runs;
}

/** Sends acts on one stream; answers on how many items they were refused (an act that is on no items is one). */
async function askTogether(options: DriverOptions, acts: readonly PlannedAct[], clock: Clock): Promise<number> {
  const [first] = acts;
  if (!first) return 0;
  for (const { before } of acts) await before?.();
  const { stream, openedAt } = first;
  const commands = acts.map(({ command }) => command);
  const begin = openedAt === undefined ? undefined : ({ mode: "rehearsal", openedAt } as const);
  const outcomes = await options.gateway.askAll(options.planId, stream, commands, clock, begin);
  let count = 0;
  for (const [no, act] of acts.entries()) {
    const refused = outcomes[no]?.refused ?? [];
    if (refused.length === 0) continue;
    count += refused.length;
    options.onRefused?.(
      act,
      refused.map(({ reason }) => reason),
    );
  }
  return count;
}

/** Runs `work` on every element, some at a time. */
async function together<T>(list: readonly T[], work: (element: T) => Promise<void>): Promise<void> {
  const waiting = list.values();
  const next = async (): Promise<void> => {
    for (const element of waiting) await work(element);
  };
  await Promise.all(Array.from({ length: TOGETHER }, next));
}

/** Streams that are due, and messages that nobody has applied. */
interface Waiting {
  readonly due: Awaited<ReturnType<DriverStore["dueStreams"]>>;
  readonly messages: Awaited<ReturnType<DriverStore["unappliedMessages"]>>;
}

async function lookFor({ planId, store }: DriverOptions, upTo: number): Promise<Waiting> {
  const [due, messages] = await Promise.all([store.dueStreams(planId, upTo), store.unappliedMessages(planId)]);
  return { due, messages };
}

/**
 * Moves every due stream to the clock until none is due and every message is applied. The plan's own stream goes before
 * its tasks'.
 */
async function settle(options: DriverOptions, clock: Clock, first?: Waiting): Promise<void> {
  const { planId, gateway } = options;
  for (let waiting = first; ; waiting = undefined) {
    const { due, messages } = waiting ?? (await lookFor(options, clock.now));
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
