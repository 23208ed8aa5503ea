/** In whose name a letter goes, in which form, and to whom it is addressed (docs/domain.md, "Letters"). */
import type { Directory } from "../people/directory.js";
import type { Instrument } from "../instruments/instruments.js";
import type { PlanDate } from "../plan/plan.js";
import { knownFacts } from "./facts.js";
import { formOf, holdsFact } from "./forms.js";
import { issuedBy, issuingUnit, recipientClass } from "./issuers.js";
import type { Capacity, LetterAddressee, LetterIssuer, LetterModel, LetterModelSection } from "./letter-model.js";
import type { DocumentForm } from "./letter.js";

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
  inspection: "message",
  progressRequest: "slip",
  bulletin: "letter",
  upwardReport: "letter",
  alarm: "message",
};

/** A vacant post of no unit: a leader's. */
const vacantLeader = (fallbackFor: Capacity["fallbackFor"]): string | undefined =>
  fallbackFor !== undefined && "title" in fallbackFor && fallbackFor.unit === undefined ? fallbackFor.title : undefined;

/** Of a level above the unit, one submits to them; also where the post is vacant and somebody else takes it in. */
export const isLeader = ({ level, fallbackFor }: Pick<Capacity, "level" | "fallbackFor">): boolean =>
  fallbackFor === undefined
    ? level === "countyLeader" || level === "leadingGroup"
    : vacantLeader(fallbackFor) !== undefined;

/** 主送, from the capacity that comes first. A vacant post's letter is still its unit's, whoever takes it in. */
export function addresseeOf(
  [first]: readonly LetterModelSection[],
  person: string | undefined,
  leadingGroup: string,
): LetterAddressee {
  if (first === undefined) return { kind: "unit", name: "" };
  const { capacity } = first;
  const { fallbackFor, unitName, postTitle } = capacity;
  const vacant = vacantLeader(fallbackFor);
  if (vacant !== undefined) return { kind: "leader", name: vacant };
  if (isLeader(capacity)) {
    if (capacity.level === "leadingGroup" && unitName !== undefined) return { kind: "group", name: unitName };
    return { kind: "leader", name: person ?? postTitle };
  }
  const unit = fallbackFor !== undefined && "title" in fallbackFor ? (fallbackFor.unit ?? unitName) : unitName;
  return unit === leadingGroup ? { kind: "group", name: leadingGroup } : { kind: "unit", name: unit ?? postTitle };
}

/** What a leading group's office is called where the roster has none: the group's own name where that is an office already. */
const officeOf = (group: string): string => (group.endsWith("办公室") ? group : `${group}办公室`);

/** A body or a unit by its names of a day. */
function bodyOn(body: string, day: PlanDate, names: Directory): Pick<LetterIssuer, "name" | "fullName"> {
  const { roster } = names.bundle;
  const found = issuingUnit(roster, body);
  if (found === undefined) {
    const { name, fullName } = names.unit(roster.bodies.leadingGroup, day);
    return { name: officeOf(name), fullName: officeOf(fullName) };
  }
  const { name, fullName } = names.unit(found, day);
  return { name, fullName };
}

/** Where the policy names no issuer: messages are the office's, what asks something of others the leading group's office's. */
function usualIssuer(form: DocumentForm, day: PlanDate, names: Directory): LetterIssuer {
  return bodyOn(form === "message" ? "office" : "leadingGroupOffice", day, names);
}

/** Sender, form and addressee of a letter. `person`: who gets it in hand, where anybody holds the post. */
export function addressingOf(
  instrument: Instrument,
  sections: readonly LetterModelSection[],
  person: string | undefined,
  day: PlanDate,
  names: Directory,
): Pick<LetterModel, "form" | "issuer" | "addressee"> {
  const { roster, policy } = names.bundle;
  const addressee = addresseeOf(sections, person, names.unit(roster.bodies.leadingGroup, day).name);
  const unit = names.unitCalled(addressee.name, day)?.id;
  const recipient = addressee.kind === "unit" ? recipientClass(roster, unit === undefined ? {} : { unit }) : "leader";
  const issued = issuedBy(policy, instrument, recipient);
  const form = issued?.form ?? USUAL_FORMS[instrument];
  const given: LetterIssuer = issued
    ? { ...bodyOn(issued.issuer.body, day, names), code: issued.issuer.code, contact: issued.issuer.contact }
    : usualIssuer(form, day, names);
  const fullName = addressee.kind === "leader" || unit === undefined ? addressee.name : names.unit(unit, day).fullName;
  return {
    form,
    issuer: applicant(instrument, sections, day, names) ?? given,
    addressee: { ...addressee, name: fullName },
  };
}

/** An application is its applicant's own; what the office proposes of it is not. */
function applicant(
  instrument: Instrument,
  sections: readonly LetterModelSection[],
  day: PlanDate,
  names: Directory,
): LetterIssuer | undefined {
  if (instrument !== "extensionRequest") return undefined;
  const rows = sections.flatMap((section) => section.rows);
  const [first] = rows;
  if (first === undefined || first.primaryUnitName === "") return undefined;
  const form = formOf(instrument, (fact) => rows.every(({ facts }) => holdsFact(facts, fact)));
  const name = first.primaryUnitName;
  if (form !== "extensionRequest" || rows.some(({ primaryUnitName }) => primaryUnitName !== name)) return undefined;
  const unit = names.unitCalled(name, day);
  if (unit === undefined) return { name, fullName: name };
  const clerk = names.holder(unit.desk, day).person;
  return {
    name,
    fullName: names.unit(unit.id, day).fullName,
    ...(clerk !== null && unit.phone !== undefined && { contact: { name: clerk.name, phone: unit.phone } }),
  };
}

/** The earliest day by which something of a letter is to be done. */
export function earliestReply(sections: readonly LetterModelSection[]): PlanDate | undefined {
  let first: PlanDate | undefined;
  for (const { rows } of sections)
    for (const { facts } of rows) {
      const { replyBy } = knownFacts(facts);
      if (replyBy !== undefined && (first === undefined || replyBy < first)) first = replyBy;
    }
  return first;
}
