/** The items as the ledger tells them: rows folded by the same rules as everywhere else, one by one. */
import { evolveItem } from "../../domain/items/evolve.js";
import { registeredItem } from "../../domain/items/registered-item.js";
import type { Library } from "../../domain/plan/library.js";
import { isOpen, type ItemState } from "../../domain/items/work-item.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";

export class World {
  /** Open items by id. */
  private readonly items = new Map<string, ItemState>();
  private readonly calendars = new Map<string, number>();

  constructor(private library: Library) {}

  /** Policies and calendars may have come since. */
  useLibrary(library: Library): void {
    this.library = library;
  }

  find(item: string): ItemState | undefined {
    return this.items.get(item);
  }

  /** Folds one row. Answers the item as it stands now; null for a row about no item. */
  fold(row: ObservedRow): ItemState | null {
    const { stream } = row;
    if (row.item === undefined) {
      if (row.payload.calendar !== undefined) this.calendars.set(stream, Number(row.payload.calendar));
      return null;
    }
    const item = this.next(row, row.item);
    if (isOpen(item)) this.items.set(item.id, item);
    else this.items.delete(item.id);
    return item;
  }

  private next(row: ObservedRow, id: string): ItemState {
    if (row.type === "registered") return registeredItem(row);
    const item = this.find(id);
    if (!item) throw new Error(`${row.stream} speaks of item ${id} before its registration or after its end`);
    return evolveItem(item, row, this.calendars.get(row.stream) ?? 0, this.library);
  }
}
