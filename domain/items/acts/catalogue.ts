/**
 * The catalogue of acts: everything that can be done to an item, one entry each. The command's type, the API's schema, the
 * rule of who may, the page's form, the texts that must not be empty and the words of a refusal follow from the entry; what
 * the act does is its handler's (decisions.ts), named by the same kind. Nothing else lists acts without the compiler seeing
 * that it lists all of them.
 */
import { capitalised, type CommandMembers, type Fields } from "../../forms/field.js";
import type { Language } from "../../language/words.js";
import type { ActEntry } from "./act.js";
import { deadlineActs as deadline } from "./deadline.js";
import { findingActs as finding } from "./finding.js";
import { givenActs } from "./given.js";
import { lifeActs as life } from "./life.js";
import { pressureActs as pressure } from "./pressure.js";
import { verificationActs as verification } from "./verification.js";

/** What people do, in the order in which it is offered: the first that can be done is what an item waits for. */
const BY_PEOPLE = {
  signFor: life.signFor,
  assign: life.assign,
  replyToInstruction: pressure.replyToInstruction,
  forwardReply: pressure.forwardReply,
  acceptAnswer: pressure.acceptAnswer,
  returnAnswer: pressure.returnAnswer,
  closeOut: verification.closeOut,
  verify: verification.verify,
  returnForRework: verification.returnForRework,
  report: life.report,
  reportProgress: life.reportProgress,
  fixTotal: life.fixTotal,
  assignVerifier: verification.assignVerifier,
  reportSupport: life.reportSupport,
  answer: pressure.answer,
  acknowledge: pressure.acknowledge,
  acceptReply: pressure.acceptReply,
  returnReply: pressure.returnReply,
  instruct: pressure.instruct,
  decideExtension: deadline.decideExtension,
  proposeExtension: deadline.proposeExtension,
  giveOpinion: deadline.giveOpinion,
  decideTalk: pressure.decideTalk,
  signInstrument: pressure.signInstrument,
  holdInstrument: pressure.holdInstrument,
  holdEscalation: pressure.holdEscalation,
  requestExtension: deadline.requestExtension,
  fileEvidence: life.fileEvidence,
  setTimetable: life.setTimetable,
  logCall: pressure.logCall,
  annotate: life.annotate,
  decideSeverity: finding.decideSeverity,
  resume: life.resume,
  suspend: life.suspend,
  openCauseReview: deadline.openCauseReview,
  closeCauseReview: deadline.closeCauseReview,
  changeReading: deadline.changeReading,
  reassign: life.reassign,
  cancel: life.cancel,
  reopen: verification.reopen,
};

/** What people do to items. */
export type ActKind = keyof typeof BY_PEOPLE;

export const ACTS: Readonly<Record<ActKind, ActEntry>> = BY_PEOPLE;

export const ACT_KINDS = Object.keys(BY_PEOPLE) as readonly ActKind[];

/** Whatever a command to an item can be: what people do, and what only orders and imports make. */
export type CommandKind = ActKind | keyof typeof givenActs;

type FieldsOf = { readonly [K in ActKind]: (typeof BY_PEOPLE)[K]["fields"] } & typeof givenActs;

/** What a command of a kind has beside its kind, its key, its actor and its items. */
export type MembersOf<K extends CommandKind> = CommandMembers<FieldsOf[K]>;

/** Acts of which some field is each item's own: the API has to work it out. */
export type ActPerItem = {
  [K in ActKind]: Extract<FieldsOf[K][keyof FieldsOf[K]], { readonly perItem: string }> extends never ? never : K;
}[ActKind];

export const isAct = (kind: CommandKind): kind is ActKind => kind in BY_PEOPLE;

export function fieldsOf(kind: CommandKind): Fields {
  return isAct(kind) ? BY_PEOPLE[kind].fields : givenActs[kind];
}

/** The members of a command that must not be empty, in the entry's order. */
export function textsToSay(kind: CommandKind): readonly string[] {
  return Object.entries(fieldsOf(kind)).flatMap(([name, { mustSay }]) => (mustSay ? [name] : []));
}

/** What buttons and headings call an act. */
export function actName(kind: ActKind, language: Language): string {
  const { name, button } = ACTS[kind];
  return language === "zh" ? name.zh : (button ?? capitalised(name.en));
}

/** The names of all acts, by kind. */
export const actNames = (language: Language): Readonly<Record<ActKind, string>> =>
  Object.fromEntries(ACT_KINDS.map((kind) => [kind, actName(kind, language)])) as Readonly<Record<ActKind, string>>;
