/** The catalogue's acts as the API does them: what it finds out for each item beside what a request says. */
import { ACT_KINDS, type ActKind, ACTS, type ActPerItem } from "../../domain/items/acts/catalogue.js";
import type { ActedOn, AroundRefusal, CommandFields } from "./fields.js";
import { verifierFields } from "./verifiers.js";

type PerItem = (fields: CommandFields, on: ActedOn) => CommandFields | AroundRefusal;

/** The rung of the draft meant; the item's only draft where it has one. */
const draftOf: PerItem = (fields, { item: { drafts } }) => ({
  ...fields,
  rung: fields.rung ?? (drafts.length === 1 ? drafts[0]?.rung : undefined) ?? "",
});

/** The unit that is to answer a 批示: the one that owes the item, unless another is named. */
const answering: PerItem = (fields, { item: { primaryUnit } }) => ({ ...fields, unit: fields.unit ?? primaryUnit });

/** Fields that are each item's own: each item is then a command of its own. Evidence is filed by a route of its own. */
const PER_ITEM: Readonly<Record<Exclude<ActPerItem, "fileEvidence">, PerItem>> = {
  fixTotal: ({ total, totals, reason }, { item, plan: { names } }) => ({
    total: (totals as Readonly<Record<string, number>> | undefined)?.[item.id] ?? total,
    target: names.milestone(item.milestone)?.metric?.target ?? item.metric?.target,
    reason,
  }),
  report: (fields, { filed }) => ({ ...fields, evidence: filed }),
  assignVerifier: verifierFields,
  signInstrument: draftOf,
  holdInstrument: draftOf,
  instruct: answering,
};

/** An act's fields for one item where they are its own; null where one command says them of all items. */
export function ownFields(kind: ActKind, fields: CommandFields, on: ActedOn): CommandFields | AroundRefusal | null {
  const perItem: PerItem | undefined = kind in PER_ITEM ? PER_ITEM[kind as keyof typeof PER_ITEM] : undefined;
  return perItem?.(fields, on) ?? null;
}

export const isAroundRefusal = (fields: CommandFields | AroundRefusal): fields is AroundRefusal => "refusal" in fields;

/** The acts that have a route among the actions; evidence has one of its own, for its file. */
export const ACTION_KINDS: readonly ActKind[] = ACT_KINDS.filter((kind) => ACTS[kind].at !== "evidence");

/** The names of an act's fields of a type. */
export function fieldsOfType(kind: ActKind, ...types: readonly string[]): readonly string[] {
  return Object.entries(ACTS[kind].fields).flatMap(([name, { type }]) => (types.includes(type) ? [name] : []));
}
