/** In whose name a letter goes, in which form, and to whom it is addressed (docs/domain.md, "Letters"). */
import type { Directory } from "../people/directory.js";
import type { Instrument } from "../instruments/instruments.js";
import type { PlanDate } from "../plan/plan.js";
import { knownFacts } from "./facts.js";
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
  alarm: "message",
};

/** Of a level above the unit: one submits to them. */
const isLeader = ({ level }: Capacity): boolean => level === "countyLeader" || level === "leadingGroup";

/** 主送, from the capacity that comes first. A vacant post's letter is still its unit's, whoever takes it in. */
export function addresseeOf([first]: readonly LetterModelSection[], person: string | undefined): LetterAddressee {
  if (first === undefined) return { kind: "unit", name: "" };
  const { capacity } = first;
  const { fallbackFor, unitName, postTitle } = capacity;
  if (isLeader(capacity) && fallbackFor === undefined) {
    if (capacity.level === "leadingGroup" && unitName !== undefined) return { kind: "group", name: unitName };
    return { kind: "leader", name: person ?? postTitle };
  }
  const unit = fallbackFor !== undefined && "title" in fallbackFor ? (fallbackFor.unit ?? unitName) : unitName;
  return { kind: "unit", name: unit ?? postTitle };
}

/** What a leading group's office is called: the group's own name where that is an office already. */
const officeOf = (group: string): string => (group.endsWith("办公室") ? group : `${group}办公室`);

/** Where the policy names no issuer: messages are the office's, what asks something of others the leading group's office's. */
function usualIssuer(form: DocumentForm, day: PlanDate, names: Directory): LetterIssuer {
  const { office, leadingGroup } = names.bundle.roster.bodies;
  const name = form === "message" ? names.unit(office, day).name : officeOf(names.unit(leadingGroup, day).name);
  return { name, fullName: name };
}

/** Sender, form and addressee of a letter. `person`: who gets it in hand, where anybody holds the post. */
export function addressingOf(
  instrument: Instrument,
  sections: readonly LetterModelSection[],
  person: string | undefined,
  day: PlanDate,
  names: Directory,
): Pick<LetterModel, "form" | "issuer" | "addressee"> {
  const form = USUAL_FORMS[instrument];
  return {
    form,
    issuer: usualIssuer(form, day, names),
    addressee: addresseeOf(sections, person),
  };
}

/** The earliest day by which something of a letter is to be done. */
export function earliestReply(sections: readonly LetterModelSection[]): PlanDate | undefined {
  const days = sections.flatMap(({ rows }) => rows.flatMap(({ facts }) => knownFacts(facts).replyBy ?? []));
  return days.toSorted()[0];
}
