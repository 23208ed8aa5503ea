/**
 * Fields: what an act or an order is filled in with. A field is declared once; from its declaration follow the type of the
 * command's member, the API's schema of it with its checks, and the page's form with its widget and its checks.
 */
import type { Words } from "../language/words.js";
import type { PlanDate } from "../plan/plan.js";

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
  | "milestone"
  | "item"
  | "delegation";

interface Common {
  /** What the page asks for; a field without it is on no form. */
  readonly label?: Words;
  /** What the API's document says of it. */
  readonly describe?: string;
  readonly example?: string;
  readonly optional?: true;
  /** Left empty it says so: nobody, none. */
  readonly nullable?: true;
  /** The ledger must be able to say it: an empty text is refused by the rules themselves. */
  readonly mustSay?: true;
  /** Only the ledger's command has it (the API finds it out), or only the API's request. */
  readonly only?: "command" | "request";
  /**
   * Each item's own, which the API works out for each: where the request leaves it out (`unlessGiven`), out of what the
   * request gives for all items together (`ofGiven`), or by itself (`found`).
   */
  readonly perItem?: "unlessGiven" | "ofGiven" | "found";
  /** On the form one of these two will do. */
  readonly or?: string;
  /** On the form only where it applies: items that are measured by figures, or not; where another field says yes. */
  readonly when?: "measured" | "unmeasured" | { readonly yes: string };
}

interface DateBounds {
  /** The first day that would do is the day after. */
  readonly after?: "today" | "deadline";
  readonly notBefore?: "today";
  readonly notAfter?: "today";
  readonly preset?: "today";
}

export type FieldSpec = Common &
  /** What somebody says, in lines. `cells`: lines of cells apart by |, in place of the tabs of what is pasted from a sheet. */
  (
    | { readonly type: "text"; readonly preset?: string; readonly cells?: true }
    | { readonly type: "line" }
    | ({ readonly type: "date" } & DateBounds)
    /** From 0 to 100. */
    | { readonly type: "percent" }
    /** More than 0. */
    | { readonly type: "number" }
    | { readonly type: "numbersByItem" }
    /** How many, or which version. */
    | { readonly type: "count" }
    /** By name, as a metric's formula has them: `{ done: 12 }`. */
    | { readonly type: "figures" }
    | { readonly type: "yesNo"; readonly yes: Words; readonly no: Words }
    | { readonly type: "oneOf"; readonly values: readonly { readonly value: string; readonly label?: Words }[] }
    | { readonly type: "pick"; readonly of: Picked; readonly preset?: "owes" }
    /** `each`: what the API's document says of one of them. */
    | { readonly type: "picks"; readonly of: Picked; readonly most: number; readonly each: string }
    /** One of the item's instructions. */
    | { readonly type: "instruction" }
    /** One of the item's drafts, by its rung. */
    | { readonly type: "rung" }
    /** Files uploaded to the item as evidence, by their SHA-256. */
    | { readonly type: "file" }
    | { readonly type: "files" }
    /** Photos that were sent beforehand, by their SHA-256: at most so many, or none. */
    | { readonly type: "photos"; readonly most: number }
  );

export type FieldType = FieldSpec["type"];

export type Fields = Readonly<Record<string, FieldSpec>>;

interface Values {
  readonly text: string;
  readonly line: string;
  readonly date: PlanDate;
  readonly percent: number;
  readonly number: number;
  readonly numbersByItem: Readonly<Record<string, number>>;
  readonly count: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly yesNo: boolean;
  readonly oneOf: string;
  readonly pick: string;
  readonly picks: readonly string[];
  readonly instruction: string;
  readonly rung: string;
  readonly file: string;
  readonly files: readonly string[];
  readonly photos: readonly string[];
}

type ValueOf<F extends FieldSpec> =
  | (F extends { readonly values: readonly { readonly value: infer V }[] } ? V : Values[F["type"]])
  | (F extends { readonly nullable: true } ? null : never);

type Requested = { readonly only: "request" };
type Left = { readonly optional: true };

/** The members of the command that fields make. */
export type CommandMembers<F extends Fields> = {
  readonly [N in keyof F as F[N] extends Requested | Left ? never : N]: ValueOf<F[N]>;
} & {
  readonly [N in keyof F as F[N] extends Requested ? never : F[N] extends Left ? N : never]?: ValueOf<F[N]>;
};

/** The fields of a request: what only the ledger's command has is left out. */
export function requestFields(fields: Fields): readonly (readonly [name: string, spec: FieldSpec])[] {
  return Object.entries(fields).filter(([, { only }]) => only !== "command");
}

/** A field of a form: it has a name, and asks for something. */
export type FormField = FieldSpec & { readonly name: string; readonly label: Words };

/** The fields that a form asks for, in its order. Throws where it names one that asks for nothing. */
export function formFields({
  fields,
  form,
}: {
  readonly fields: Fields;
  readonly form: readonly string[];
}): FormField[] {
  return form.map((name) => formField(fields, name));
}

export function formField(fields: Fields, name: string): FormField {
  const field = fields[name];
  if (!field?.label) throw new Error(`the form's field ${name} has no label`);
  return { ...field, label: field.label, name };
}

/** A sentence's English words as a button or a heading has them. */
export const capitalised = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
