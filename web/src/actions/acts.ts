/** The catalogue's acts and orders as the page's forms. Who may do what, and when, the API tells. */
import { type FormField, formField, formFields } from "../../../domain/forms/field.js";
import { behalfOf } from "../../../domain/items/acts/act.js";
import { type ActKind, ACTS } from "../../../domain/items/acts/catalogue.js";
import type { Words } from "../../../domain/language/words.js";
import { type GivenOrderKind, type OrderEntry, ORDERS } from "../../../domain/streams/order-entries.js";

/** What a form is made of. */
export interface Act {
  readonly fields: readonly FormField[];
  readonly hint?: Words;
  /** It cannot be taken back: what follows, to be confirmed. */
  readonly sure?: Words;
}

const words = ({ hint, sure }: Pick<Act, "hint" | "sure">): Pick<Act, "hint" | "sure"> => ({
  ...(hint && { hint }),
  ...(sure && { sure }),
});

export const actForm = (kind: ActKind): Act => ({ fields: formFields(ACTS[kind]), ...words(ACTS[kind]) });

/** A leader's own act as the office enters it: whose it is first, and the scan of the written one last. */
export function behalfForm(kind: ActKind): Act {
  const { fields, ...rest } = actForm(kind);
  return { fields: [{ ...behalfOf, name: "onBehalfOf" }, ...fields, formField(ACTS[kind].fields, "scan")], ...rest };
}

/** Names one of the item's instructions. */
export const isAboutInstruction = (kind: ActKind): boolean => "instruction" in ACTS[kind].fields;

/** An order's form, perhaps without fields that are known before. */
export interface OrderForm extends Act {
  readonly scope?: NonNullable<OrderEntry["scope"]>;
}

export function orderForm(kind: GivenOrderKind, known: readonly string[] = []): OrderForm {
  const { scope } = ORDERS[kind];
  const fields = formFields(ORDERS[kind]).filter(({ name }) => !known.includes(name));
  return { fields, ...words(ORDERS[kind]), ...(scope && { scope }) };
}
