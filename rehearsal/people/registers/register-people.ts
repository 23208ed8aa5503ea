/**
 * Keepers of registers: asked in some months of the year, they bring what they keep up to date; the office fixes formulas. What they write
 * follows from the scenario, the seed and the day; what stands already is read when the instant comes.
 */
import { createHash } from "node:crypto";
import type { RegisterCommand, WantedRow } from "../../../domain/registers/acts.js";
import { keyOf } from "../../../domain/registers/check-row.js";
import { figuresOf } from "../../../domain/registers/figures.js";
import { keepersOf, type PlacesKept } from "../../../domain/registers/keeping.js";
import { registerStream } from "../../../domain/registers/register-name.js";
import type { Cells } from "../../../domain/registers/values.js";
import type { PlanDate } from "../../../domain/plan/plan.js";
import type { Register } from "../../../domain/plan/registers.js";
import type { RegisterBehaviour } from "../../../loader/register-behaviour-schema.js";
import type { PlannedAct } from "../../driver.js";
import type { Setting } from "../intents.js";
import { type Filling, filledRows } from "./filled-rows.js";

/** What keepers see and lay down. */
export interface RegisterBooks {
  rows(register: string): Promise<readonly { readonly row: string; readonly seq: number; readonly cells: Cells }[]>;
  /** What stands at the places of all registers. */
  kept(): Promise<PlacesKept>;
  /** Stages rows and answers their hash. */
  stage(register: string, rows: readonly WantedRow[]): Promise<string>;
}

export interface KeepingSetting extends Setting {
  readonly keeping: RegisterBehaviour;
  readonly filling: Filling;
  /** Plan instant of the opening. */
  readonly openedAt: number;
  readonly seed: number;
  /** The first and the last day on which anything is kept. */
  readonly from: PlanDate;
  readonly until: PlanDate;
  readonly books: RegisterBooks;
}

interface Task {
  readonly at: number;
  readonly register: Register;
  readonly unit: string;
  readonly day: PlanDate;
  /** The figure that the office fixes; null: rows are filled. */
  readonly fixes: string | null;
}

/** A register's rows as they stand, by key. */
type Standing = ReadonlyMap<string, Awaited<ReturnType<RegisterBooks["rows"]>>[number]>;

/** Months in which keepers are asked: before half-years and years end. After three years twice a year. */
const MONTHS = [5, 8, 11];
const THREE_YEARS = 3;
const ASKED_ON = 20;

export class RegisterPeople {
  private tasks: readonly Task[];

  constructor(private readonly setting: KeepingSetting) {
    this.tasks = [...this.fillings(), ...this.fixings()].sort(
      (a, b) => a.at - b.at || (a.register.id < b.register.id ? -1 : 1),
    );
  }

  /** Registers that a figure follows from: they are brought up to date again and again. */
  private isFollowed({ id }: Register): boolean {
    return figuresOf(this.setting.filling.registers, id).length > 0;
  }

  /** And those that want a row of each place: whoever keeps them makes the list once. */
  private get kept(): readonly Register[] {
    const { registers } = this.setting.filling.registers;
    return registers.filter((register) => this.isFollowed(register) || register.expects !== undefined);
  }

  private days(): PlanDate[] {
    const { from, until } = this.setting;
    const first = Number(from.slice(0, 4));
    const years = Array.from({ length: Number(until.slice(0, 4)) - first + 1 }, (_, no) => first + no);
    return years
      .flatMap((year) =>
        MONTHS.filter((month) => year < first + THREE_YEARS || month !== 8).map(
          (month) => `${year}-${String(month).padStart(2, "0")}-${ASKED_ON}`,
        ),
      )
      .filter((day) => day >= from && day <= until);
  }

  private fillings(): Task[] {
    const { keeping, draws, hours, roster, behaviours } = this.setting;
    return this.days().flatMap((asked) =>
      this.kept.flatMap((register) =>
        keepersOf(register, roster).flatMap((unit): Task[] => {
          const about = ["register", register.id, unit, asked];
          // The first time is when the list is made: it is part of the work itself. Who never reports keeps no list either.
          const isFirst = asked.slice(0, 4) === this.setting.from.slice(0, 4) && asked.slice(5, 7) === "05";
          if (
            behaviours.ofUnit(unit).reportProgress.chance === 0 ||
            !(isFirst || (this.isFollowed(register) && draws.happens(keeping.fill, ...about)))
          )
            return [];
          const day = hours.following(asked, Math.max(1, draws.within(keeping.days, ...about)));
          const at = day === null ? null : hours.on(day, unit);
          return day === null || at === null ? [] : [{ at, register, unit, day, fixes: null }];
        }),
      ),
    );
  }

  private fixings(): Task[] {
    const { keeping, draws, hours, roster, filling } = this.setting;
    const { office } = roster.bodies;
    const [first] = this.days();
    if (first === undefined) return [];
    return filling.registers.figures.flatMap((figure): Task[] => {
      const register = filling.registers.registers.find(({ id }) => id === figure.register);
      const isOpen = figure.methods.length > 1 || figure.fixesTotal === true;
      if (!register || !isOpen || !this.kept.includes(register) || !draws.happens(keeping.fixFormula, "fix", figure.id))
        return [];
      // Once the first rows are there.
      const day = hours.following(first, keeping.days[1] + 8);
      const at = day === null ? null : hours.on(day, office);
      return day === null || at === null ? [] : [{ at, register, unit: office, day, fixes: figure.id }];
    });
  }

  dropBefore(now: number): void {
    this.tasks = this.tasks.filter(({ at }) => at >= now);
  }

  nextAt(): number | null {
    return this.tasks[0]?.at ?? null;
  }

  async takeAt(instant: number, nobody: () => void): Promise<PlannedAct<RegisterCommand>[]> {
    const due = this.tasks.filter(({ at }) => at === instant);
    this.tasks = this.tasks.filter(({ at }) => at !== instant);
    const acts: PlannedAct<RegisterCommand>[] = [];
    // What a register's keepers of one instant find is the same, as nothing is written before all have looked; they come register by register.
    let read = "";
    let there: Standing = new Map();
    for (const task of due) {
      const actor = this.setting.cast.actor({ kind: "unit", unit: task.unit, level: "desk" }, task.day);
      if (!actor) {
        nobody();
        continue;
      }
      const { register, unit, day, fixes } = task;
      const { openedAt, seed, filling } = this.setting;
      const key = `register-${createHash("sha256")
        .update(JSON.stringify([seed, register.id, unit, day, fixes]))
        .digest("hex")
        .slice(0, 24)}`;
      const base = { at: instant, stream: registerStream(register.id), openedAt };
      if (fixes !== null) {
        const method = filling.registers.figures.find(({ id }) => id === fixes)?.methods[0]?.id ?? "";
        const act = { kind: "fixFigure", figure: fixes, method, reason: "领导小组专题会议研究确定" } as const;
        acts.push({ ...base, command: { key, actor, register: act } });
        continue;
      }
      if (read !== register.id) there = await this.standing(register);
      read = register.id;
      const rows = this.wanted(task, there);
      if (rows.length === 0) continue;
      const batch = await this.setting.books.stage(register.id, rows);
      const act = { kind: "changeRows", batch, rows: rows.length, from: "workbook" } as const;
      acts.push({ ...base, command: { key, actor, register: act } });
    }
    return acts;
  }

  private async standing(register: Register): Promise<Standing> {
    return new Map((await this.setting.books.rows(register.id)).map((row) => [keyOf(register, row.cells), row]));
  }

  /** What differs from what stands. Nothing that was done is undone. */
  private wanted({ register, unit, day }: Task, there: Standing): WantedRow[] {
    return filledRows(register, unit, day, this.setting.filling).flatMap((cells): WantedRow[] => {
      const key = keyOf(register, cells);
      const before = there.get(key);
      if (!before) {
        const row = `r-${createHash("sha256").update(`${register.id} ${key}`).digest("hex").slice(0, 20)}`;
        return [{ row, was: 0, cells }];
      }
      const changed = Object.entries(cells).filter(([id, cell]) => before.cells[id] !== cell);
      return changed.length === 0 ? [] : [{ row: before.row, was: before.seq, cells: Object.fromEntries(changed) }];
    });
  }
}
