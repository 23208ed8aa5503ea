/** An item in an address. */
import { z } from "zod";
import { ProblemError } from "../http/problem.js";
import { id } from "../http/schema-parts.js";

export const itemParams = z.strictObject({
  itemId: id("Item id: milestone/place, percent-encoded.", "t07-works-2021/v012"),
});

export function unknownItem(item: string): ProblemError {
  return new ProblemError("unknownItem", {
    zh: `编号为“${item}”的事项查不到。如工作需要查阅，请与办公室联系。`,
    en: `The item ${item} is not to be found. Ask the office if you need to see it.`,
  });
}
