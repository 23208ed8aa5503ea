/** Who can be assigned to verify an item: those who hold a post of the verifying unit today. */
import { valueOn } from "../../domain/people/recipients.js";
import { verifierUnit } from "../../domain/items/work-item.js";
import type { AroundRefusal, CommandFields } from "./catalogue.js";
import type { Around } from "./rules.js";

export interface Inspector {
  readonly person: string;
  readonly post: string;
}

/** Each person once, in the post that comes first in the roster. */
export function inspectorsFor({ item, roster, day }: Around): Inspector[] {
  const unit = verifierUnit(item, roster.bodies);
  const found = new Map<string, Inspector>();
  for (const { id: post, unit: of, holders } of roster.posts) {
    const person = of === unit ? valueOn(holders, day) : undefined;
    if (person !== undefined && !found.has(person)) found.set(person, { person, post });
  }
  return [...found.values()];
}

/** The post in which the person named is written to; none where the assignment is taken back. */
export function inspectorFields({ inspector }: CommandFields, around: Around): CommandFields | AroundRefusal {
  if (typeof inspector !== "string") return { inspectorPost: null };
  const found = inspectorsFor(around).find(({ person }) => person === inspector);
  if (found) return { inspectorPost: found.post };
  const name = around.roster.persons.find(({ id }) => id === inspector)?.name ?? inspector;
  return {
    refusal: {
      code: "badValue",
      zh: `“${name}”现不在负责核查该事项的单位任职，不能指派。`,
      en: `${inspector} holds no post of the unit that verifies the item today, and cannot be assigned.`,
    },
  };
}
