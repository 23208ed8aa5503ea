/** Who can be assigned to verify an item: those who hold a post of the verifying unit today. */
import { rosterIndex } from "../../domain/people/directory.js";
import { valueOn } from "../../domain/plan/dated.js";
import { verifierUnit } from "../../domain/items/work-item.js";
import type { ActedOn, AroundRefusal, CommandFields } from "./fields.js";
import type { Around } from "./permissions.js";

export interface Verifier {
  readonly person: string;
  readonly post: string;
}

/** Each person once, in the post that comes first in the roster. */
export function verifiersFor({ item, roster, day }: Around): Verifier[] {
  const unit = verifierUnit(item, roster.bodies);
  const found = new Map<string, Verifier>();
  for (const { id: post, unit: of, holders } of roster.posts) {
    const person = of === unit ? valueOn(holders, day) : undefined;
    if (person !== undefined && !found.has(person)) found.set(person, { person, post });
  }
  return [...found.values()];
}

/** With the post in which the person named is written to; none where the assignment is taken back. */
export function verifierFields(fields: CommandFields, { around }: ActedOn): CommandFields | AroundRefusal {
  const { verifier } = fields;
  if (typeof verifier !== "string") return { ...fields, verifierPost: null };
  const found = verifiersFor(around).find(({ person }) => person === verifier);
  if (found) return { ...fields, verifierPost: found.post };
  const name = rosterIndex(around.roster).persons.get(verifier)?.name ?? verifier;
  return {
    refusal: {
      code: "badValue",
      zh: `“${name}”现不在负责核查该事项的单位任职，不能指派。`,
      en: `${verifier} holds no post of the unit that verifies the item today, and cannot be assigned.`,
    },
  };
}
