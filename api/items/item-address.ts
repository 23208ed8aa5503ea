/** An item in an address. */
import { z } from "zod";
import { itemIdIn } from "../../domain/items/item-address.js";
import type { PlanView } from "../views/plan-view.js";
import { ProblemError } from "../http/problem.js";
import { id } from "../http/schema-parts.js";

export const itemParams = z.strictObject({
  itemId: id("")
    .overwrite(itemIdIn)
    .meta({
      description:
        "Item id, its slash written as a tilde: `t07-works-2021~v012` is milestone/place `t07-works-2021/v012`. Percent-encoded (%2F) it is taken too, where no proxy on the way decodes it.",
      example: "t07-works-2021~v012",
      param: { id: "itemId" },
    }),
});

export function unknownItem(item: string): ProblemError {
  return new ProblemError("unknownItem", {
    zh: `没有编号为“${item}”的事项，或不在您的查阅范围。请从事项列表中打开；如工作需要查阅，请与办公室联系。`,
    en: `There is no item ${item} in this plan, or it is not yours to see: open it from the list of items, or ask the office.`,
  });
}

/** What an item is called where it is named in passing: its place and its milestone. */
export function itemName({ places, names }: PlanView, item: string): string {
  const place = places.get(item);
  if (!place) return item;
  const where =
    place.village !== null
      ? names.village(place.village).name
      : place.township !== null
        ? names.township(place.township).name
        : "";
  return `${where}${where === "" ? "" : " "}${names.milestoneTitle(place.milestone)}`;
}
