/**
 * Who may do what: the catalogue's grants name roles and how their post or unit stands to the item; a grant is asked of one
 * item when somebody acts (`capacityFor`), and of many when it is told what is theirs. That nobody checks what they submitted
 * is not said here: the domain refuses it by person and by unit, whatever the capacity.
 */
import type { Relation } from "../../domain/items/acts/act.js";
import { type ActKind, ACTS } from "../../domain/items/acts/catalogue.js";
import type { PlanDate, PlanText } from "../../domain/plan/plan.js";
import { inWords, wordsOf } from "../../domain/plan/words.js";
import type { Roster } from "../../domain/plan/roster.js";
import { rosterIndex } from "../../domain/people/directory.js";
import { valueOn } from "../../domain/plan/dated.js";
import { checkingUnit, closerUnit, type ItemState, verifierUnit } from "../../domain/items/work-item.js";
import type { Role } from "../../domain/people/roles.js";
import { postOf, unitOf } from "../rights/actor.js";
import type { Capacity } from "../rights/caller.js";
import type { Words } from "../http/schema-parts.js";

/** What a rule looks at of an item. */
export type RuledItem = Pick<
  ItemState,
  | "status"
  | "primaryUnit"
  | "leadUnit"
  | "township"
  | "village"
  | "supporting"
  | "supports"
  | "instructions"
  | "extension"
>;

/** An item among those it concerns, on a day. */
export interface Around {
  readonly item: RuledItem;
  readonly roster: Roster;
  readonly day: PlanDate;
}

const pairingOf = ({ item, roster, day }: Around) =>
  valueOn(rosterIndex(roster).villages.get(item.village ?? "")?.pairing ?? [], day);

function isPaired(capacity: Capacity, around: Around): boolean {
  const pairing = pairingOf(around);
  return pairing !== undefined && [pairing.countyLeader, pairing.departmentHead].includes(postOf(capacity));
}

function leads(capacity: Capacity, around: Around): boolean {
  const { item, roster, day } = around;
  const { units } = rosterIndex(roster);
  const owing = units.get(item.primaryUnit);
  const group = units.get(roster.bodies.leadingGroup);
  return (
    isPaired(capacity, around) ||
    [valueOn(owing?.leaderInCharge ?? [], day), group?.head, group?.desk].includes(postOf(capacity))
  );
}

type Test = (capacity: Capacity, around: Around) => boolean;

const owes: Test = (capacity, { item }) => unitOf(capacity) === item.primaryUnit;
const checks: Test = (capacity, { item, roster }) => unitOf(capacity) === checkingUnit(item, roster.bodies);
const instructed: Test = (capacity, { item }) => item.instructions.some(({ unit }) => unit === unitOf(capacity));

function concerned(capacity: Capacity, around: Around): boolean {
  const { item } = around;
  const near = [item.primaryUnit, item.leadUnit, item.township, pairingOf(around)?.helpingUnit, ...item.supporting];
  return near.includes(unitOf(capacity)) || [checks, instructed, leads].some((test) => test(capacity, around));
}

const TESTS: Readonly<Record<Relation, Test>> = {
  anything: () => true,
  owes,
  supports: (capacity, { item }) => item.supports.some(({ unit }) => unit === unitOf(capacity)),
  verifies: (capacity, { item, roster }) => unitOf(capacity) === verifierUnit(item, roster.bodies),
  checks,
  closes: (capacity, { item, roster }) => unitOf(capacity) === closerUnit(item, roster.bodies),
  isPaired,
  leads,
  instructed,
  instructs: (capacity, { item }) =>
    item.instructions.some(({ instructorPost }) => [postOf(capacity), capacity.post].includes(instructorPost)),
  concerned,
};

/** The roles that may do it to some item: what a route's own rule asks for. */
export function rolesOf(act: ActKind): Role[] {
  return [...new Set(ACTS[act].who.flatMap(({ roles }) => roles))];
}

/** Whether one capacity may do it to one item. */
export function permits(act: ActKind, capacity: Capacity, around: Around): boolean {
  return ACTS[act].who.some(
    ({ roles, relation }) => capacity.roles.some((role) => roles.includes(role)) && TESTS[relation](capacity, around),
  );
}

/** The first of somebody's capacities in which they may do it; null when there is none. */
export function capacityFor(act: ActKind, capacities: readonly Capacity[], around: Around): Capacity | null {
  return capacities.find((capacity) => permits(act, capacity, around)) ?? null;
}

const RELATION_WORDS: Readonly<Record<Relation, Words>> = {
  anything: { zh: "", en: "" },
  owes: { zh: "该事项主办单位的", en: " of the unit that owes the item" },
  supports: { zh: "该事项有协办时限的协办单位的", en: " of a supporting unit with a sub-deadline" },
  verifies: { zh: "负责核查该事项的单位的", en: " of the unit that verifies the item" },
  checks: { zh: "现负责核查或销号的单位的", en: " of the unit that checks the item now" },
  closes: { zh: "负责销号该事项的单位的", en: " of the unit that closes the item" },
  isPaired: { zh: "该村{{pairing}}的", en: " paired with the village" },
  leads: { zh: "{{pairing}}该村或分管主办单位的", en: " paired with the village or in charge of the unit" },
  instructed: { zh: "接到批示的单位的", en: " of the unit that was instructed" },
  instructs: { zh: "作出该批示的", en: " who gave the instruction" },
  concerned: { zh: "与该事项有关的", en: " whom the item concerns" },
};

const ROLE_WORDS: Readonly<Record<Role, Words>> = {
  unitClerk: { zh: "经办人", en: "clerk" },
  unitHead: { zh: "主要负责人", en: "head" },
  township: { zh: "属地{{township}}", en: "{{township}}" },
  helpingUnit: { zh: "帮扶单位", en: "helping unit" },
  verifier: { zh: "核查人", en: "verifier" },
  departmentHead: { zh: "部门主要负责同志", en: "department head" },
  countyLeader: { zh: "{{leader}}", en: "{{leader}}" },
  liaison: { zh: "联络员", en: "liaison" },
  office: { zh: "办公室", en: "office" },
  supervisionOffice: { zh: "督查室", en: "supervision office" },
  leadingGroup: { zh: "领导小组", en: "leading group" },
  auditor: { zh: "日志审计员", en: "auditor" },
};

/** Whom the catalogue lets do it, in the words of a plan; without one, in the usual ones. */
export function whoMay(act: ActKind, plan: Pick<PlanText, "words"> = {}): Words {
  const parts = ACTS[act].who.map(({ roles, relation }): Words => {
    const names = roles.map((role) => ROLE_WORDS[role]);
    return {
      zh: `${RELATION_WORDS[relation].zh}${names.map(({ zh }) => zh).join("、")}`,
      en: `${names.map(({ en }) => en).join(", ")}${RELATION_WORDS[relation].en}`,
    };
  });
  return {
    zh: inWords(parts.map(({ zh }) => zh).join("；"), wordsOf(plan, "zh")),
    en: inWords(parts.map(({ en }) => en).join("; "), wordsOf(plan, "en")),
  };
}
