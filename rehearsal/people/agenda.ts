/** What people mean to do, by instant. Work on a suspended item is laid aside and taken up again when it is resumed. */
import type { Intent } from "./intents.js";

export class Agenda {
  private readonly byInstant = new Map<number, Set<Intent>>();
  private readonly byItem = new Map<string, Set<Intent>>();
  private readonly aside = new Map<string, Intent[]>();
  /** The keys of `byInstant`, latest first. */
  private instants: number[] = [];

  add(intents: readonly Intent[]): void {
    for (const intent of intents) {
      const resting = intent.restsWhileSuspended ? this.aside.get(intent.item) : undefined;
      if (resting) {
        resting.push(intent);
        continue;
      }
      let together = this.byInstant.get(intent.at);
      if (!together) {
        together = new Set();
        this.byInstant.set(intent.at, together);
        this.instants.splice(placeOf(this.instants, intent.at), 0, intent.at);
      }
      together.add(intent);
      const own = this.byItem.get(intent.item) ?? new Set();
      this.byItem.set(intent.item, own.add(intent));
    }
  }

  /** The earliest instant for which anything is noted. */
  earliest(): number | null {
    return this.instants.at(-1) ?? null;
  }

  at(instant: number): Intent[] {
    return [...(this.byInstant.get(instant) ?? [])];
  }

  remove(intent: Intent): void {
    this.byItem.get(intent.item)?.delete(intent);
    const together = this.byInstant.get(intent.at);
    if (!together?.delete(intent) || together.size > 0) return;
    this.byInstant.delete(intent.at);
    this.instants = this.instants.filter((instant) => instant !== intent.at);
  }

  /** Everything noted for instants before `now` is over: done, or missed. */
  dropBefore(now: number): void {
    for (let first = this.earliest(); first !== null && first < now; first = this.earliest())
      for (const intent of this.at(first)) this.remove(intent);
  }

  /** Nothing more is to be done about an item. */
  forget(item: string): void {
    for (const intent of this.byItem.get(item) ?? []) this.remove(intent);
    this.byItem.delete(item);
    this.aside.delete(item);
  }

  /** The item rests from `from` on: what was meant for later waits. */
  layAside(item: string, from: number): void {
    const resting = [...(this.byItem.get(item) ?? [])].filter(
      (intent) => intent.restsWhileSuspended && intent.at > from,
    );
    for (const intent of resting) this.remove(intent);
    this.aside.set(item, resting);
  }

  /** The item goes on at `from`: what would have been done meanwhile is done at the instant `again` gives for it. */
  takeUp(item: string, from: number, again: (intent: Intent) => number | null): void {
    const resting = this.aside.get(item) ?? [];
    this.aside.delete(item);
    for (const intent of resting) {
      const at = intent.at > from ? intent.at : again(intent);
      if (at !== null) this.add([{ ...intent, at }]);
    }
  }
}

/** Where an instant belongs in a list that has the latest first. */
function placeOf(instants: readonly number[], instant: number): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] as number) > instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
