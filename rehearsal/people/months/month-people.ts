/**
 * The people who are asked by the month: desks fill in the grid and send it, in time or once they are urged; heads confirm or send back;
 * the office drafts, approves and signs the bulletin. Like all simulated people they remember nothing that isn't recorded.
 */
import type { MonthEventType } from "../../../domain/ledger/events.js";
import type { MonthCommand } from "../../../domain/months/acts.js";
import { isMonthStream } from "../../../domain/months/month-name.js";
import { applyMonthRows, emptyMonth, type MonthState } from "../../../domain/months/month-state.js";
import type { ObservedRow } from "../../../prisma/ledger/ledger-reader.js";
import type { PlannedAct } from "../../driver.js";
import { answerLate, answerMonth, confirm } from "./desks.js";
import { approveBulletin, draftBulletin, signBulletin } from "./month-office.js";
import { StreamAgenda } from "../stream-agenda.js";
import type { MonthIntent, MonthPersonsAct, MonthSetting, SavedGrid } from "./month-intents.js";

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

export class MonthPeople {
  private readonly agenda: StreamAgenda<MonthState, MonthPersonsAct>;

  constructor(
    private readonly setting: MonthSetting,
    seed: number,
    private readonly save: (grid: SavedGrid) => Promise<void>,
  ) {
    this.agenda = new StreamAgenda(seed);
  }

  /** Folds a row of a month, and notes what it moves people to do. */
  see(row: MonthLedgerRow): void {
    const { stream } = row;
    const before = this.agenda.stateOf(stream) ?? emptyMonth(stream);
    const state = applyMonthRows(before, [row], this.setting.ruleSet());
    this.agenda.note(responsesTo(this.setting, row, state), { stream, state });
  }

  dropBefore(now: number): void {
    this.agenda.dropBefore(now);
  }

  nextAt(): number | null {
    return this.agenda.nextAt();
  }

  /** The acts of an instant, month by month. `nobody`: told of what nobody is there to do. */
  async takeAt(instant: number, nobody: () => void): Promise<PlannedAct<MonthCommand>[]> {
    const due = await this.agenda.takeAt(instant, nobody);
    return due.map(({ key, stream, done: { actor, act, grid } }) => ({
      at: instant,
      stream,
      command: { key, actor, month: act },
      ...(grid ? { before: () => this.save(grid) } : {}),
    }));
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
