/**
 * The people who are asked by the month: desks fill in the grid and send it, in time or once they are urged; heads confirm or send back;
 * the office drafts, approves and signs the bulletin. Like all simulated people they remember nothing that isn't recorded.
 */
import { createHash } from "node:crypto";
import { canonicalJson, compareText } from "../../../domain/ledger/canonical.js";
import type { MonthEventType } from "../../../domain/ledger/events.js";
import type { Actor } from "../../../domain/ledger/record.js";
import type { MonthAct } from "../../../domain/months/acts.js";
import { isMonthStream } from "../../../domain/months/month-name.js";
import { applyMonthRows, emptyMonth, type MonthState } from "../../../domain/months/month-state.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import type { PlannedMonthAct } from "../../driver.js";
import { answerLate, answerMonth, confirm } from "./desks.js";
import { approveBulletin, draftBulletin, signBulletin } from "./month-office.js";
import type { MonthIntent, MonthSetting, SavedGrid } from "./month-intents.js";

type Response<T extends MonthEventType> = (
  setting: MonthSetting,
  row: ObservedRow<T>,
  state: MonthState,
) => MonthIntent[];

/** `state`: as the row leaves it. An event without an entry moves nobody. */
const RESPONSES: { readonly [T in MonthEventType]?: Response<T> } = {
  progressRequested: (setting, row) => answerMonth(setting, row, row.payload.unit),
  progressAnswered: (setting, row, state) => confirm(setting, row, state, row.payload.unit),
  progressReturned: (setting, row) => answerMonth(setting, row, row.payload.unit),
  progressUrged: (setting, row, state) => row.payload.units.flatMap((unit) => answerLate(setting, row, state, unit)),
  monthClosed: draftBulletin,
  bulletinDrafted: approveBulletin,
  bulletinApproved: signBulletin,
};

const nameOf = ({ at, stream, name }: MonthIntent): string => `${at} ${stream} ${name}`;

export class MonthPeople {
  private readonly states = new Map<string, MonthState>();
  private readonly intents = new Map<string, MonthIntent>();

  constructor(
    private readonly setting: MonthSetting,
    private readonly seed: number,
    private readonly save: (grid: SavedGrid) => Promise<void>,
  ) {}

  /** Folds a row of a month, and notes what it moves people to do. */
  see(row: MonthLedgerRow): void {
    const before = this.states.get(row.stream) ?? emptyMonth(row.stream);
    const state = applyMonthRows(before, [row], this.setting.ruleSet());
    this.states.set(row.stream, state);
    for (const intent of responsesTo(this.setting, row, state)) this.intents.set(nameOf(intent), intent);
  }

  dropBefore(now: number): void {
    for (const [name, { at }] of this.intents) if (at < now) this.intents.delete(name);
  }

  nextAt(): number | null {
    let next: number | null = null;
    for (const [name, intent] of this.intents) {
      if (next !== null && intent.at >= next) continue;
      if (this.isStill(intent)) next = intent.at;
      // Nobody has reason to act there any more: no jump is made for it.
      else this.intents.delete(name);
    }
    return next;
  }

  private isStill({ stream, still }: MonthIntent): boolean {
    const state = this.states.get(stream);
    return state !== undefined && still(state);
  }

  /** The acts of an instant, month by month, in the order in which each is to take them. `nobody`: told of what nobody is there to do. */
  async takeAt(instant: number, nobody: () => void): Promise<PlannedMonthAct[]> {
    const due = [...this.intents.values()]
      .filter(({ at }) => at === instant)
      .sort((a, b) => compareText(a.stream, b.stream) || compareText(a.name, b.name));
    const planned: PlannedMonthAct[] = [];
    for (const intent of due) {
      this.intents.delete(nameOf(intent));
      const state = this.states.get(intent.stream);
      if (!state || !intent.still(state)) continue;
      const acts = await intent.acts(state);
      if (acts === null) nobody();
      else planned.push(...acts.map(({ actor, act, grid }, no) => this.planned(intent, actor, act, grid, no)));
    }
    return planned;
  }

  private planned(
    { at, stream, name }: MonthIntent,
    actor: Actor,
    act: MonthAct,
    grid: SavedGrid | undefined,
    no: number,
  ): PlannedMonthAct {
    const hash = createHash("sha256").update(canonicalJson([this.seed, at, stream, name, no, actor.person, act.kind]));
    const progress = { key: `${act.kind}-${hash.digest("hex").slice(0, 20)}`, actor, month: act };
    return { at, stream, progress, ...(grid ? { before: () => this.save(grid) } : {}) };
  }
}

function responsesTo<T extends MonthEventType>(
  setting: MonthSetting,
  row: ObservedRow<T>,
  state: MonthState,
): MonthIntent[] {
  const response: Response<T> | undefined = RESPONSES[row.type];
  return response?.(setting, row, state) ?? [];
}

type MonthLedgerRow = { [T in MonthEventType]: ObservedRow<T> }[MonthEventType];

export const isOfMonth = (row: ObservedRow): row is MonthLedgerRow => isMonthStream(row.stream);
