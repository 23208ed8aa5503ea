/** In whose name a letter goes, in which form, and to whom it is addressed (docs/domain.md, "Letters"). */
import type { Directory, Named } from "../people/directory.js";
import type { Instrument } from "../instruments/instruments.js";
import type { PlanDate, Policy } from "../plan/plan.js";
import { knownFacts } from "./facts.js";
import { formOf, holdsFact } from "./forms.js";
import type { Capacity, LetterAddressee, LetterIssuer, LetterModel, LetterModelSection } from "./letter-model.js";
import type { DocumentForm } from "./letter.js";

/** What a policy says of senders: `issuers` and `forms` of policy.yaml. Policies of earlier releases say nothing. */
export interface AddressingPolicy {
  readonly issuers?: {
    readonly [issuer: string]: {
      /** A body of the roster (`leadingGroupOffice`: the leading group's office), or a unit. */
      readonly body: string;
      readonly code?: string;
      readonly contact?: { readonly name: string; readonly phone: string };
    };
  };
  readonly forms?: { readonly [I in Instrument]?: FormRule };
}

export interface FormRule {
  readonly form: DocumentForm;
  /** One issuer, or one for each class of recipient: `default`, `township`, `peer`, `leader`. */
  readonly issuer: string | { readonly [recipient: string]: string };
}

/** The form of an instrument of which the policy says nothing. */
const USUAL_FORMS: Readonly<Record<Instrument, DocumentForm>> = {
  assignment: "slip",
  reminder: "message",
  urge: "slip",
  supervise: "letter",
  escalate: "submission",
  summonsTalk: "submission",
  talk: "letter",
  longOverdueList: "slip",
  verificationRequest: "message",
  returned: "slip",
  extensionRequest: "slip",
  extensionDecision: "slip",
  deadlineChange: "slip",
  instruction: "slip",
  instructionReply: "submission",
  resolved: "message",
  suspension: "slip",
  handover: "slip",
  alarm: "message",
};

/** Of a level above the unit: one submits to them. */
export const isLeader = ({ level }: Pick<Capacity, "level">): boolean =>
  level === "countyLeader" || level === "leadingGroup";

/** 主送, from the capacity that comes first. A vacant post's letter is still its unit's, whoever takes it in. */
export function addresseeOf(
  [first]: readonly LetterModelSection[],
  person: string | undefined,
  leadingGroup: string,
): LetterAddressee {
  if (first === undefined) return { kind: "unit", name: "" };
  const { capacity } = first;
  const { fallbackFor, unitName, postTitle } = capacity;
  if (isLeader(capacity) && fallbackFor === undefined) {
    if (capacity.level === "leadingGroup" && unitName !== undefined) return { kind: "group", name: unitName };
    return { kind: "leader", name: person ?? postTitle };
  }
  const unit = fallbackFor !== undefined && "title" in fallbackFor ? (fallbackFor.unit ?? unitName) : unitName;
  return unit === leadingGroup ? { kind: "group", name: leadingGroup } : { kind: "unit", name: unit ?? postTitle };
}

/** A unit's full name of the day, where the roster has one. */
const fullNameOf = (unit: Named & { readonly fullName?: string }): string => unit.fullName ?? unit.name;

/** What a leading group's office is called: the group's own name where that is an office already. */
const officeOf = (group: string): string => (group.endsWith("办公室") ? group : `${group}办公室`);

/** A body or a unit by the names of a day. */
function bodyOn(body: string, day: PlanDate, names: Directory): Pick<LetterIssuer, "name" | "fullName"> {
  const { bodies } = names.bundle.roster;
  if (body === "leadingGroupOffice" && !Object.hasOwn(bodies, body)) {
    const group = names.unit(bodies.leadingGroup, day);
    return { name: officeOf(group.name), fullName: officeOf(fullNameOf(group)) };
  }
  const unit = names.unit(Object.hasOwn(bodies, body) ? bodies[body as keyof typeof bodies] : body, day);
  return { name: unit.name, fullName: fullNameOf(unit) };
}

/** Which class of recipient a unit is: a township, or a peer of the office. */
function recipientClass(addressee: LetterAddressee, day: PlanDate, names: Directory): "township" | "peer" | "leader" {
  if (addressee.kind !== "unit") return "leader";
  const township = names.bundle.roster.units.some(
    ({ id, kind }) => kind === "township" && names.unit(id, day).name === addressee.name,
  );
  return township ? "township" : "peer";
}

/** Where the policy names no issuer: messages are the office's, what asks something of others the leading group's office's. */
function issuerOf(
  instrument: Instrument,
  form: DocumentForm,
  addressee: LetterAddressee,
  day: PlanDate,
  names: Directory,
): LetterIssuer {
  const { issuers = {}, forms = {} }: Policy & AddressingPolicy = names.bundle.policy;
  const rule = forms[instrument]?.issuer;
  const key = typeof rule === "object" ? (rule[recipientClass(addressee, day, names)] ?? rule["default"]) : rule;
  const issuer = key === undefined ? undefined : issuers[key];
  if (issuer === undefined) return bodyOn(form === "message" ? "office" : "leadingGroupOffice", day, names);
  return {
    ...bodyOn(issuer.body, day, names),
    ...(issuer.code !== undefined && { code: issuer.code }),
    ...(issuer.contact !== undefined && { contact: issuer.contact }),
  };
}

/** Sender, form and addressee of a letter. `person`: who gets it in hand, where anybody holds the post. */
export function addressingOf(
  instrument: Instrument,
  sections: readonly LetterModelSection[],
  person: string | undefined,
  day: PlanDate,
  names: Directory,
): Pick<LetterModel, "form" | "issuer" | "addressee"> {
  const { forms = {} }: Policy & AddressingPolicy = names.bundle.policy;
  const { leadingGroup } = names.bundle.roster.bodies;
  const form = forms[instrument]?.form ?? USUAL_FORMS[instrument];
  const addressee = addresseeOf(sections, person, names.unit(leadingGroup, day).name);
  const issuer = applicant(instrument, sections) ?? issuerOf(instrument, form, addressee, day, names);
  return { form, issuer, addressee: withFullName(addressee, day, names) };
}

/** An application is its applicant's own; what the office proposes of it is not. */
function applicant(instrument: Instrument, sections: readonly LetterModelSection[]): LetterIssuer | undefined {
  const rows = sections.flatMap((section) => section.rows);
  const [first] = rows;
  if (instrument !== "extensionRequest" || first === undefined || first.primaryUnitName === "") return undefined;
  const form = formOf(instrument, (fact) => rows.every(({ facts }) => holdsFact(facts, fact)));
  const alone = rows.every(({ primaryUnitName }) => primaryUnitName === first.primaryUnitName);
  const name = first.primaryUnitName;
  return form === "extensionRequest" && alone ? { name, fullName: name } : undefined;
}

function withFullName(addressee: LetterAddressee, day: PlanDate, names: Directory): LetterAddressee {
  if (addressee.kind === "leader") return addressee;
  const unit = names.bundle.roster.units.find(({ id }) => names.unit(id, day).name === addressee.name);
  return unit === undefined ? addressee : { ...addressee, name: fullNameOf(names.unit(unit.id, day)) };
}

/** The earliest day by which something of a letter is to be done. */
export function earliestReply(sections: readonly LetterModelSection[]): PlanDate | undefined {
  const days = sections.flatMap(({ rows }) => rows.flatMap(({ facts }) => knownFacts(facts).replyBy ?? []));
  return days.toSorted()[0];
}
