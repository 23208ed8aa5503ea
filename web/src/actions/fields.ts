/** What forms do with fields: which are shown, what is wrong with a value, what is sent. */
import {
  codePoints,
  linePattern,
  MOST_IN_LINE,
  MOST_IN_TEXT,
  textPattern,
  tidyText,
  type Unfit,
  unfitIn,
} from "../../../domain/language/text.js";
import type { FieldType, FormField } from "../../../domain/forms/field.js";
import type { Item, ItemDetail, ItemStatus } from "../api/types.js";

export type Field = FormField;
export type Values = Readonly<Record<string, unknown>>;

/** What a form is about. */
export interface Around {
  readonly today: string;
  /** The only item, where there is one. */
  readonly item: ItemDetail | null;
  readonly items: readonly Pick<Item, "id" | "deadline">[];
  /** Instructions that it can be done about. */
  readonly refs: readonly string[];
}

/** Items whose life goes on. */
export const OPEN: readonly ItemStatus[] = [
  "registered",
  "assigned",
  "signedFor",
  "inProgress",
  "reported",
  "verified",
];

/** As much as the API takes. */
export { MOST_IN_TEXT as MOST_TEXT } from "../../../domain/language/text.js";

/** What is wrong with a value. `missing`: say what to fill in, or choose. */
export type Wrong =
  | { readonly kind: "missing"; readonly choose: boolean }
  | { readonly kind: "tooLong"; readonly most: number }
  | { readonly kind: "unfit"; readonly unfit: Unfit }
  | { readonly kind: "badPercent" | "badFigures" | "badNumber" }
  | { readonly kind: "later" | "notLater" | "notBefore"; readonly day: string };

export interface Figures {
  readonly done: number | null;
}

export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

/** The latest of the deadlines: an extension is later than each. */
const latest = ({ items, today }: Around): string =>
  items.reduce((last, { deadline }) => (deadline > last ? deadline : last), today);

/** Of a date field: the first and last day that would do. */
export function bounds(field: Extract<Field, { readonly type: "date" }>, around: Around) {
  const { after, notBefore, notAfter } = field;
  return {
    after: after === undefined ? null : after === "today" ? around.today : latest(around),
    from: notBefore === undefined ? null : around.today,
    to: notAfter === undefined ? null : around.today,
  };
}

function wrongDate(field: Extract<Field, { readonly type: "date" }>, day: string, around: Around): Wrong | null {
  const { after, from, to } = bounds(field, around);
  if (after !== null && day <= after) return { kind: "later", day: after };
  if (from !== null && day < from) return { kind: "notBefore", day: from };
  return to !== null && day > to ? { kind: "notLater", day: to } : null;
}

function wrongFigures({ done }: Figures, { item }: Around): Wrong | null {
  const total = item?.metric?.total ?? null;
  const good = done !== null && done >= 0 && (total === null || done <= total);
  return good ? null : { kind: "badFigures" };
}

/** Left out where it does not apply, a field is asked for where it does. */
export const isOptional = ({ optional, when }: Field): boolean => optional === true && when === undefined;

const mayBeEmpty = (field: Field): boolean => isOptional(field) || field.nullable === true;

/** Fields that are filled in; the others are chosen. */
const FILLED_IN: readonly FieldType[] = ["text", "line", "percent", "number"];

/** As the API judges it, with the very character that nobody sees. */
function wrongText(value: string, lines: boolean): Wrong | null {
  const [said, most, pattern] = lines
    ? [tidyText(value), MOST_IN_TEXT, textPattern(MOST_IN_TEXT)]
    : [value.trim(), MOST_IN_LINE, linePattern(MOST_IN_LINE)];
  if (pattern.test(said)) return null;
  const unfit = unfitIn(said, { lines });
  if (unfit) return { kind: "unfit", unfit };
  return codePoints(said) > most ? { kind: "tooLong", most } : { kind: "missing", choose: false };
}

/** What would be refused anyway is said before it is sent. */
export function wrongWith(field: Field, values: Values, around: Around): Wrong | null {
  const value = values[field.name];
  if (field.type === "figures") return wrongFigures((value ?? { done: null }) as Figures, around);
  if (isEmpty(value))
    return mayBeEmpty(field) || (field.or !== undefined && !isEmpty(values[field.or]))
      ? null
      : { kind: "missing", choose: !FILLED_IN.includes(field.type) };
  switch (field.type) {
    case "text":
    case "line":
      return wrongText(value as string, field.type === "text");
    case "percent":
      return (value as number) >= 0 && (value as number) <= 100 ? null : { kind: "badPercent" };
    case "number":
      return (value as number) > 0 ? null : { kind: "badNumber" };
    case "date":
      return wrongDate(field, value as string, around);
    default:
      return null;
  }
}

function applies({ when }: Field, values: Values, { item }: Around): boolean {
  if (when === undefined) return true;
  if (typeof when === "object") return values[when.yes] === true;
  // What follows from a register is said nowhere else.
  if (item?.computed) return false;
  return Boolean(item?.metric) === (when === "measured");
}

/** The fields that a form has with these values. */
export function shownFields(fields: readonly Field[], values: Values, around: Around): Field[] {
  return fields.filter((field) => applies(field, values, around));
}

/** What is sent: values of fields that are shown and filled in. */
export function bodyOf(fields: readonly Field[], values: Values, around: Around): Record<string, unknown> {
  return Object.fromEntries(
    shownFields(fields, values, around).flatMap(({ name, nullable }) => {
      const value = values[name];
      if (isEmpty(value)) return nullable ? [[name, null]] : [];
      return [[name, typeof value === "string" ? value.trim() : value]];
    }),
  );
}

/** What a form begins with. */
export function presets(fields: readonly Field[], around: Around): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (field.type === "date" && field.preset === "today") return [[field.name, around.today]];
      if (field.type === "pick" && field.preset === "owes" && around.item)
        return [[field.name, around.item.primaryUnit.id]];
      if (field.type === "instruction" && around.refs.length === 1) return [[field.name, around.refs[0]]];
      return field.type === "text" && field.preset !== undefined ? [[field.name, field.preset]] : [];
    }),
  );
}
