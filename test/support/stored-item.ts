/** An item of the small plan's village milestone as a stream would hand it over, for stores that are tested without one. */
import { registeredItem } from "../../domain/items/registered-item.js";
import type { ItemRow } from "../../domain/items/item-row.js";
import type { ItemState } from "../../domain/items/work-item.js";

const REGISTERED = {
  type: "registered",
  at: 0,
  payload: {
    task: 2,
    milestone: "works",
    target: "v1",
    scope: "village",
    village: "v1",
    township: "town1",
    primaryUnit: "unit",
    leadUnit: "unit",
    assignOn: "2021-01-04",
    deadline: "2021-06-30",
    policy: 1,
  },
};

export function storedItem(id: string, more: Partial<ItemState> = {}): ItemRow {
  const registered = registeredItem({ ...REGISTERED, item: id } as Parameters<typeof registeredItem>[0]);
  return {
    suspended: false,
    ladderExhausted: false,
    asked: false,
    state: { ...registered, status: "assigned", ...more },
  };
}
