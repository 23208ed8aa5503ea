/** An item in an address. */
import { z } from "zod";
import { ProblemError } from "../http/problem.js";
import { id } from "../http/schema-parts.js";

export const itemParams = z.strictObject({
  itemId: id("Item id: milestone/place, percent-encoded.", "t07-works-2021/v012"),
});

export function unknownItem(item: string): ProblemError {
  return new ProblemError("unknownItem", {
    zh: `方案中没有编号为“${item}”的事项。事项编号由节点和地点组成，网址中的斜线应写作%2F。`,
    en: `There is no item ${item} in this plan. Ids are milestone and place; write their slash as %2F in an address.`,
  });
}
