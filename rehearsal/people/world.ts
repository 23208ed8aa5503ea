/** The items as the ledger tells them: rows folded by the same rules as everywhere else, one by one. */
import { evolveItem } from "../../domain/items/evolve.js";
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
      if ("calendar" in row.payload) this.calendars.set(stream, row.payload.calendar);
      return null;
    }
    const item = evolveItem(this.find(row.item), row, this.calendars.get(stream) ?? 0, this.library);
    if (isOpen(item)) this.items.set(item.id, item);
    else this.items.delete(item.id);
    return item;
  }
}
