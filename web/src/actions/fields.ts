/** What forms are made of: a field is declared, and its label, widget and checks follow from that. */
import type { Item, ItemDetail, ItemStatus } from "../api/types.js";
import type { Texts } from "../i18n/zh.js";

export type FieldLabel = keyof Texts["field"];
export type Values = Readonly<Record<string, unknown>>;

interface Declared {
  /** What the API calls it. */
  readonly name: string;
  readonly label: FieldLabel;
  readonly optional?: true;
  /** Left empty it says so: nobody, none. */
  readonly nullable?: true;
  /** One of these will do. */
  readonly or?: string;
  /** Left out of the form where it does not apply. */
  readonly when?: (values: Values, around: Around) => boolean;
}

export type Field = Declared &
  (
    | { readonly widget: "text"; readonly preset?: string }
    | { readonly widget: "line" }
    | {
        readonly widget: "date";
        /** The first day that would do is the day after. */
        readonly after?: "today" | "deadline";
        readonly notBefore?: "today";
        readonly notAfter?: "today";
        readonly preset?: "today";
      }
    | { readonly widget: "percent" }
    /** `{ done }`, of the total that the office has fixed. */
    | { readonly widget: "figures" }
    | { readonly widget: "number" }
    | { readonly widget: "choice"; readonly options: readonly Choice[] }
    | { readonly widget: "pick"; readonly of: Picked; readonly many?: true; readonly preset?: "owes" }
    | { readonly widget: "evidence"; readonly one?: boolean }
    | { readonly widget: "ref" }
  );

export interface Choice {
  readonly value: string | boolean;
  readonly label: keyof Texts["choice"];
}

/** What is chosen by name out of the plan's roster. */
export type Picked =
  | "unit"
  | "verifier"
  | "unitPost"
  | "post"
  | "leaderPost"
  | "person"
  | "village"
  | "township"
  | "milestone";

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
export const MOST_TEXT = 4_000;
const MOST_LINE = 200;

/** What is wrong with a value. `missing`: say what to fill in, or choose. */
export type Wrong =
  | { readonly kind: "missing"; readonly choose: boolean }
  | { readonly kind: "tooLong"; readonly most: number }
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
export function bounds(field: Extract<Field, { widget: "date" }>, around: Around) {
  const { after, notBefore, notAfter } = field;
  return {
    after: after === undefined ? null : after === "today" ? around.today : latest(around),
    from: notBefore === undefined ? null : around.today,
    to: notAfter === undefined ? null : around.today,
  };
}

function wrongDate(field: Extract<Field, { widget: "date" }>, day: string, around: Around): Wrong | null {
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

/** What would be refused anyway is said before it is sent. */
export function wrongWith(field: Field, values: Values, around: Around): Wrong | null {
  const value = values[field.name];
  if (field.widget === "figures") return wrongFigures((value ?? { done: null }) as Figures, around);
  if (isEmpty(value))
    return field.optional || field.nullable || (field.or !== undefined && !isEmpty(values[field.or]))
      ? null
      : { kind: "missing", choose: !["text", "line", "percent", "number"].includes(field.widget) };
  switch (field.widget) {
    case "text":
      return (value as string).trim().length > MOST_TEXT ? { kind: "tooLong", most: MOST_TEXT } : null;
    case "line":
      return (value as string).trim().length > MOST_LINE ? { kind: "tooLong", most: MOST_LINE } : null;
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

/** The fields that a form has with these values. */
export function shownFields(fields: readonly Field[], values: Values, around: Around): Field[] {
  return fields.filter(({ when }) => when === undefined || when(values, around));
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
      if (field.widget === "date" && field.preset === "today") return [[field.name, around.today]];
      if (field.widget === "pick" && field.preset === "owes" && around.item)
        return [[field.name, around.item.primaryUnit.id]];
      if (field.widget === "ref" && around.refs.length === 1) return [[field.name, around.refs[0]]];
      return field.widget === "text" && field.preset !== undefined ? [[field.name, field.preset]] : [];
    }),
  );
}
