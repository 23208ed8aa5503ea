/** Who gives a letter, in which form and series of numbers, as the policy says it (docs/domain.md, "Letters"). */
import type { Instrument } from "../instruments/instruments.js";
import { rosterIndex } from "../people/directory.js";
import type { FormRule, Issuer, Policy, RecipientClass } from "../plan/policy.js";
import type { Bodies, Roster } from "../plan/roster.js";

/** What is known of a recipient's post: its unit, and whether it is a leader's. */
export interface ClassedRecipient {
  readonly unit?: string;
  readonly level?: "desk" | "head" | "countyLeader" | "leadingGroup";
}

/**
 * What a recipient is to the office. Undefined: its own desk, or nobody known. 公文处理工作条例 第十六条: a department gives no
 * orders to a lower party committee or government, nor to its peers.
 */
export function recipientClass(roster: Roster, { unit, level }: ClassedRecipient): RecipientClass | undefined {
  if (level === "countyLeader" || level === "leadingGroup") return "leader";
  const found = unit === undefined ? undefined : rosterIndex(roster).units.get(unit);
  if (found === undefined || found.id === roster.bodies.office) return undefined;
  return found.kind === "township" ? "township" : "peer";
}

/** The unit that an issuer's `body` names: one of the roster's bodies, or a unit. Undefined where the roster has neither. */
export function issuingUnit(roster: Pick<Roster, "bodies" | "units">, body: string): string | undefined {
  const named = Object.hasOwn(roster.bodies, body) ? roster.bodies[body as keyof Bodies] : body;
  return roster.units.some(({ id }) => id === named) ? named : undefined;
}

export interface Issued {
  readonly form: FormRule["form"];
  /** The issuer's id in the policy. */
  readonly id: string;
  readonly issuer: Issuer;
  readonly series?: string;
}

/** Who gives an instrument to a class of recipients, and how it looks. Undefined where the policy does not say. */
export function issuedBy(
  { forms, issuers }: Pick<Policy, "forms" | "issuers">,
  instrument: Instrument,
  recipient: RecipientClass | undefined,
): Issued | undefined {
  const rule = forms?.[instrument];
  if (rule === undefined) return undefined;
  const id =
    typeof rule.issuer === "string"
      ? rule.issuer
      : ((recipient === undefined ? undefined : rule.issuer[recipient]) ?? rule.issuer.default);
  const issuer = issuers?.[id];
  if (issuer === undefined) return undefined;
  return { form: rule.form, id, issuer, ...(rule.series === undefined ? {} : { series: rule.series }) };
}
