/**
 * The simulated people of a rehearsal. They look at what the ledger has newly recorded, and note in an agenda what it
 * moves them to do and when; when an instant comes, they do what there is still reason for, as the same commands that
 * real people send.
 *
 * All that they note is a function of the scenario, the seed and the ledger's rows: nothing else is remembered, so whoever
 * takes up a rehearsal reads the ledger from its beginning and goes on as if they had been there.
 */
import type { RuleSet } from "../../domain/plan/rule-set.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import { earliest } from "../../domain/plan/plan-date.js";
import { milestonesOfFindings } from "../../domain/plan/findings.js";
import { plannedItems } from "../../domain/plan/planned-items.js";
import { isOpen, isSuspended } from "../../domain/items/work-item.js";
import { PLAN_STREAM } from "../../domain/streams/streams.js";
import type { Scenario } from "../../loader/scenario-schema.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { OpenDraft } from "../../prisma/letters/drafts.js";
import type { People, PlannedAct } from "../driver.js";
import { Acts, DraftBook, inOrder, isHarmless } from "./acts.js";
import { Agenda } from "./agenda.js";
import { Behaviours } from "./behaviours.js";
import { Cast } from "./cast.js";
import { Draws } from "./draws.js";
import type { ActBody, Intent, Setting } from "./intents.js";
import { OfficeHours } from "./office-hours.js";
import type { Bulletins } from "./inspections/round-intents.js";
import { isOfRound, type PhotoOfVisit, RoundPeople } from "./inspections/round-people.js";
import type { MonthBulletins, SavedGrid } from "./months/month-intents.js";
import { isOfMonth, MonthPeople } from "./months/month-people.js";
import { PackageSigners } from "./packages.js";
import { type RegisterBooks, RegisterPeople } from "./registers/register-people.js";
import { responsesTo } from "./responses.js";
import { plannedOrder, type StagedOrder, stagedOrders } from "./staged.js";
import { World } from "./world.js";

/** What the people see: the ledger, and the office its drafts. */
export interface Sight {
  /** Rows later than the last one seen of each stream, in stream and row order. */
  rowsAfter(seen: ReadonlyMap<string, number>): Promise<readonly ObservedRow[]>;
  openDrafts(): Promise<readonly OpenDraft[]>;
  ruleSet(): Promise<RuleSet>;
  /** Stores the photo of a visit, and notes that it is there. */
  keepPhoto(photo: PhotoOfVisit): Promise<void>;
  readonly bulletins: Bulletins;
  readonly registers: RegisterBooks;
  /** Saves what a desk writes into its month's grid. */
  saveGrid(grid: SavedGrid): Promise<void>;
  readonly monthBulletins: MonthBulletins;
}

export interface PeopleOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  /** The plan, with the roster as the scenario has it. */
  readonly bundle: PlanBundle;
  /** Plan instant of the opening. */
  readonly openedAt: number;
  /** The tasks' streams. */
  readonly streams: readonly string[];
  readonly sight: Sight;
}

/** Working days after a resumption within which the work laid aside is taken up again. */
const TAKEN_UP_WITHIN = [0, 5] as const;
/** Rows after which there may be a new policy or calendar. */
const NEW_DOCUMENTS = new Set(["calendarChanged", "policyMigrated"]);

export class SimulatedPeople implements People {
  /** `nobody`: no one holds the post or stands in for it. `undrafted`: no draft waited for the signature. */
  readonly undone = { nobody: 0, undrafted: 0 };
  private readonly setting: Setting;
  private readonly agenda = new Agenda();
  private readonly packages: PackageSigners;
  /** Null: nobody does anything in rounds. */
  private readonly rounds: RoundPeople | null;
  /** Null: nobody keeps registers. */
  private readonly registers: RegisterPeople | null;
  /** Null: nobody answers when they are asked by the month. */
  private readonly months: MonthPeople | null;
  private readonly seen: Map<string, number>;
  private readonly ranks: ReadonlyMap<string, number>;
  /** Orders yet to be given, the earliest first. */
  private orders: readonly StagedOrder[];

  private constructor(
    private readonly options: PeopleOptions,
    private readonly world: World,
  ) {
    const { bundle, scenario, seed, streams } = options;
    const packages = { covers: (unit: string, day: PlanDate): boolean => this.packages.covers(unit, day) };
    this.setting = { ...settingOf(bundle, scenario, seed), packages };
    this.packages = new PackageSigners(this.setting);
    this.rounds = this.roundPeople();
    this.registers = this.registerPeople();
    this.months = this.monthPeople();
    this.seen = new Map([PLAN_STREAM, ...streams].map((stream) => [stream, 0]));
    this.ranks = new Map(plannedItems(bundle).map((item, rank) => [item.id, rank]));
    this.orders = stagedOrders(scenario.events, this.setting.hours).sort((a, b) => a.at - b.at);
  }

  private roundPeople(): RoundPeople | null {
    const { seed, sight } = this.options;
    const { rounds } = this.setting;
    if (rounds === null) return null;
    const setting = {
      ...this.setting,
      rounds,
      ruleSet: () => this.world.rules,
      item: (id: string) => this.world.ofLedger(id),
      bulletins: sight.bulletins,
    };
    return new RoundPeople(setting, seed, (photo) => sight.keepPhoto(photo));
  }

  private registerPeople(): RegisterPeople | null {
    const { bundle, scenario, seed, sight, openedAt } = this.options;
    const { registers, plan, roster } = bundle;
    if (!scenario.registers || !registers) return null;
    const ends = plan.tasks.flatMap(({ milestones }) => milestones.map(({ deadline }) => deadline));
    const { onSchedule } = scenario.registers;
    const filling = {
      registers,
      roster,
      milestones: this.setting.milestones,
      start: plan.start,
      draws: this.setting.draws,
      onSchedule,
    };
    const until = ends.reduce((last, day) => (day > last ? day : last), plan.start);
    return new RegisterPeople({
      ...this.setting,
      keeping: scenario.registers,
      filling,
      openedAt,
      seed,
      from: plan.start,
      until,
      books: sight.registers,
    });
  }

  private monthPeople(): MonthPeople | null {
    const { seed, sight } = this.options;
    const { months } = this.setting;
    if (months === null) return null;
    const setting = {
      ...this.setting,
      months,
      ruleSet: () => this.world.rules,
      item: (id: string) => this.world.ofLedger(id),
      monthBulletins: sight.monthBulletins,
      kept: () => sight.registers.kept(),
      rules: this.options.bundle,
    };
    return new MonthPeople(setting, seed, (grid) => sight.saveGrid(grid));
  }

  static async open(options: PeopleOptions): Promise<SimulatedPeople> {
    return new SimulatedPeople(options, new World(await options.sight.ruleSet()));
  }

  async observe(now: number): Promise<void> {
    // The plan's rows tell of streams that have begun: then these have rows of their own to be read.
    for (let begun = true; begun; ) {
      const known = this.seen.size;
      await this.read();
      begun = this.seen.size > known;
    }
    this.agenda.dropBefore(now);
    this.packages.dropBefore(now);
    this.rounds?.dropBefore(now);
    this.registers?.dropBefore(now);
    this.months?.dropBefore(now);
    this.orders = this.orders.filter(({ at }) => at >= now);
  }

  private async read(): Promise<void> {
    const rows = await this.options.sight.rowsAfter(this.seen);
    if (rows.some((row) => NEW_DOCUMENTS.has(row.type))) this.world.useRuleSet(await this.options.sight.ruleSet());
    // What a unit was given with its package is signed for with it: that comes first.
    for (const row of rows.filter(isOfPlan)) {
      this.seen.set(row.stream, row.seq);
      this.packages.see(row);
      if (row.type === "roundAnnounced") this.follow(row);
      if (row.type === "monthAnnounced" && !row.payload.missed) this.seen.set(row.payload.month.stream, 0);
    }
    // What the tasks were told of a round by then is known to its people.
    for (const row of rows) if (!isOfPlan(row) && !isOfRound(row) && !isOfMonth(row)) this.see(row);
    for (const row of rows.filter(isOfRound)) {
      this.seen.set(row.stream, row.seq);
      this.rounds?.see(row);
    }
    for (const row of rows.filter(isOfMonth)) {
      this.seen.set(row.stream, row.seq);
      this.months?.see(row);
    }
  }

  /** A round has begun, and with it streams of tasks that had none. */
  private follow({ payload: { round, streams, missed } }: ObservedRow<"roundAnnounced">): void {
    if (missed) return;
    for (const stream of [round.stream, ...streams.map((info) => info.stream)])
      if (!this.seen.has(stream)) this.seen.set(stream, 0);
  }

  nextAt(): number | null {
    for (;;) {
      const next = this.agenda.earliest();
      const ordered = earliest(
        this.orders[0]?.at ?? null,
        earliest(
          this.packages.nextAt(),
          this.rounds?.nextAt() ?? null,
          this.registers?.nextAt() ?? null,
          this.months?.nextAt() ?? null,
        ),
      );
      if (next === null || (ordered !== null && ordered <= next)) return ordered;
      for (const intent of this.agenda.at(next)) if (!this.isStill(intent)) this.agenda.remove(intent);
      // Nobody has reason to act there any more: no jump is made for it.
      if (this.agenda.earliest() === next) return next;
    }
  }

  async takeAt(instant: number): Promise<readonly PlannedAct[]> {
    // What inspections found comes after the plan's own.
    const rank = (item: string): number => this.ranks.get(item) ?? this.ranks.size;
    const orders = [...this.giveOrders(instant), ...this.signPackages(instant)];
    const inspecting = (await this.rounds?.takeAt(instant, () => void this.undone.nobody++)) ?? [];
    const keeping = (await this.registers?.takeAt(instant, () => void this.undone.nobody++)) ?? [];
    const answering = (await this.months?.takeAt(instant, () => void this.undone.nobody++)) ?? [];
    const acts = new Acts(this.options.seed, instant);
    const intents = inOrder(
      this.agenda.at(instant).filter((intent) => this.isStill(intent)),
      rank,
    );
    const signing = intents.some((intent) => intent.act.kind === "signInstrument");
    const drafts = new DraftBook(signing ? await this.options.sight.openDrafts() : []);
    for (const intent of intents) this.carryOut(intent, acts, drafts);
    return [...orders, ...keeping, ...inspecting, ...answering, ...acts.commands(rank)];
  }

  /** Folds a row, and notes what it moves people to do. */
  private see(row: ObservedRow): void {
    this.seen.set(row.stream, row.seq);
    if (row.actor && row.item !== undefined) this.makeWay(row, row.item);
    const item = this.world.fold(row);
    if (!item || row.item === undefined) return;
    if (row.type === "findingRecorded") this.rounds?.seeFinding(row);
    if (!isOpen(item)) return this.agenda.forget(item.id);
    const { draws, hours } = this.setting;
    if (row.type === "suspended") this.agenda.layAside(item.id, row.at);
    if (row.type === "resumed")
      this.agenda.takeUp(item.id, row.at, ({ act, by }) => {
        const about = ["takenUp", act.kind, item.milestone, item.township ?? "", row.at];
        return hours.after(row.at, draws.within(TAKEN_UP_WITHIN, ...about), whoOf(by));
      });
    this.agenda.add(responsesTo(this.setting, row, item));
  }

  private isStill(intent: Intent): boolean {
    const item = this.world.find(intent.item);
    if (!item || (intent.restsWhileSuspended && isSuspended(item))) return false;
    return intent.still(item, this.setting.hours.dayOf(intent.at));
  }

  private giveOrders(instant: number): PlannedAct[] {
    const { cast, hours, roster } = this.setting;
    const due = this.orders.filter(({ at }) => at === instant);
    this.orders = this.orders.filter(({ at }) => at !== instant);
    const actor = cast.actor({ kind: "unit", unit: roster.bodies.office, level: "desk" }, hours.dayOf(instant));
    if (actor) return due.map((staged) => plannedOrder(staged, actor, this.options.seed));
    this.undone.nobody += due.length;
    return [];
  }

  private signPackages(instant: number): PlannedAct[] {
    const tasks = (unit: string): readonly number[] => this.world.tasksToSign(unit);
    return this.packages.takeAt(instant, this.options.seed, tasks, () => void this.undone.nobody++);
  }

  private carryOut(intent: Intent, acts: Acts, drafts: DraftBook): void {
    this.agenda.remove(intent);
    const day = this.setting.hours.dayOf(intent.at);
    const actor = this.setting.cast.actor(intent.by, day);
    if (!actor) return void this.undone.nobody++;
    const act = this.bodyOf(intent, drafts);
    if (!act) return void this.undone.undrafted++;
    // Receipt comes first, if only just before the report.
    const item = this.world.find(intent.item);
    if (act.kind === "report" && item?.status === "assigned" && !this.packages.signsAt(intent.at, item))
      acts.add(intent.stream, intent.item, actor, { kind: "signFor" });
    // What has to wait stays in the agenda until it is seen what was done to the item.
    if (!acts.add(intent.stream, intent.item, actor, act)) this.agenda.add([intent]);
  }

  private bodyOf({ act, item, at }: Intent, drafts: DraftBook): ActBody | null {
    if (act.kind !== "signInstrument") return act;
    const letter = drafts.letterOf(item, act.rung, act.letter);
    // All of a letter that is signed at one instant is one document.
    return letter === undefined ? null : { kind: "signInstrument", rung: act.rung, document: `${letter} ${at}` };
  }

  /**
   * Whoever had reason to act at the instant at which somebody else did acts later that day, or on the next working day.
   * Told by the row, so that it comes out the same for whoever reads the ledger afterwards.
   */
  private makeWay(row: ObservedRow, item: string): void {
    for (const intent of this.agenda.at(row.at)) {
      if (intent.item !== item || isHarmless(intent.act) || !this.isStill(intent)) continue;
      const at = this.setting.hours.after(intent.at, 0, whoOf(intent.by));
      this.agenda.remove(intent);
      if (at !== null) this.agenda.add([{ ...intent, at }]);
    }
  }
}

const isOfPlan = ({ stream }: ObservedRow): boolean => stream === PLAN_STREAM;

function whoOf(seat: Intent["by"]): string {
  return seat.kind === "unit" ? seat.unit : seat.post;
}

function settingOf(bundle: PlanBundle, scenario: Scenario, seed: number): Omit<Setting, "packages"> {
  const { plan, roster, calendar, checklists } = bundle;
  const ofPlan = plan.tasks.flatMap((task) => task.milestones);
  const ofFindings = checklists ? milestonesOfFindings(checklists) : [];
  const draws = new Draws(seed);
  return {
    draws,
    hours: new OfficeHours(calendar, plan.timeZone.offsetMinutes, draws),
    cast: new Cast(roster),
    behaviours: new Behaviours(scenario, roster),
    roster,
    milestones: new Map([...ofPlan, ...ofFindings].map((entry) => [entry.id, entry])),
    events: scenario.events,
    rounds: scenario.inspections ?? null,
    computed: new Set(
      (bundle.registers?.figures ?? []).flatMap(({ milestones }) => milestones.map(({ milestone }) => milestone)),
    ),
    months: scenario.months ?? null,
  };
}
