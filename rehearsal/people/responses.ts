/** What each newly recorded row moves people to do. */
import type { Instrument } from "../../domain/instruments/instruments.js";
import type { ItemEventType } from "../../domain/ledger/events.js";
import type { ItemState } from "../../domain/items/work-item.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import { answerInWriting, judgeAnswer } from "./answers.js";
import { callThem } from "./calls.js";
import { check } from "./checks.js";
import { afterApplication, decideExtension } from "./extensions.js";
import { decideDraft } from "./instruments.js";
import type { Intent, Setting } from "./intents.js";
import { decideSeverity } from "./inspections/severity.js";
import { forwardReply, judgeReply, readEscalation, replyToInstruction } from "./leaders.js";
import { fixTotal } from "./measured.js";
import { meetSubDeadlines, urgedToSupport } from "./supporting.js";
import { answerLetter, meetDeadline, reportAgain, reportProgress, signFor } from "./unit-work.js";

/** `item`: as it stands right after the row. */
type Response<T extends ItemEventType> = (setting: Setting, row: ObservedRow<T>, item: ItemState) => Intent[];

/** An event without an entry moves nobody. */
const RESPONSES: { readonly [T in ItemEventType]?: Response<T> } = {
  assigned: given,
  imported: given,
  reassigned: (setting, row, item) => [...signFor(setting, row, item), ...meetDeadline(setting, row, item)],
  signedFor: reportProgress,
  readingChanged: newDeadline,
  extensionRequested: (setting, row, item) => afterApplication(setting, row, item, setting.roster.bodies),
  extensionProposed: (setting, row, item) => decideExtension(setting, row, item, setting.roster.bodies),
  extensionDecided: (setting, row, item) => (row.payload.grant ? newDeadline(setting, row, item) : []),
  reported: (setting, row, item) => check(setting, row, item, setting.roster.bodies),
  verified: (setting, row, item) => check(setting, row, item, setting.roster.bodies),
  returned: reportAgain,
  reopened: (setting, row, item) => [...newDeadline(setting, row, item), ...decideSeverity(setting, row, item)],
  instrumentDrafted: (setting, row, item) => decideDraft(setting, row, item, setting.roster.bodies.office),
  instrumentSigned: (setting, row, item) => [
    ...answerLetter(setting, row, item),
    ...(row.payload.instrument === ("supervise" satisfies Instrument) ? answerInWriting(setting, row, item) : []),
  ],
  answered: (setting, row, item) => judgeAnswer(setting, row, item, setting.roster.bodies),
  answerReturned: answerInWriting,
  findingRecorded: decideSeverity,
  resumed: (setting, row, item) => (row.payload.deadline === undefined ? [] : newDeadline(setting, row, item)),
  instrumentLapsed: (setting, row, item) => callThem(setting, row, item, setting.roster.bodies.office),
  instructed: replyToInstruction,
  instructionReturned: replyToInstruction,
  instructionReplied: (setting, row, item) =>
    row.payload.toCheck === true
      ? forwardReply(setting, row, item, setting.roster.bodies)
      : judgeReply(setting, row, item),
  instructionForwarded: judgeReply,
  rungFired: (setting, row, item) => [
    ...pressed(setting, row, item),
    ...(row.payload.instrument === ("urge" satisfies Instrument)
      ? callThem(setting, row, item, setting.roster.bodies.office)
      : []),
  ],
};

/** An item is in a unit's hands: it signs for it, and the office fixes what it is measured against. */
function given(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  return [
    ...signFor(setting, row, item),
    ...fixTotal(setting, row, item, setting.roster.bodies.office),
    ...newDeadline(setting, row, item),
  ];
}

/** A deadline is given or moved: all who have to meet it make up their minds. */
function newDeadline(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  return [...meetDeadline(setting, row, item), ...meetSubDeadlines(setting, row, item)];
}

/** Whoever a ladder presses thinks again about what they owe. */
function pressed(setting: Setting, row: ObservedRow<"rungFired">, item: ItemState): Intent[] {
  const { bodies } = setting.roster;
  switch (row.payload.ladder) {
    case "signFor":
      return signFor(setting, row, item);
    case "verification":
      return check(setting, row, item, bodies);
    case "extension":
      return item.extension?.proposedGrant === null
        ? afterApplication(setting, row, item, bodies)
        : decideExtension(setting, row, item, bodies);
    case "supporting":
      return urgedToSupport(setting, row, item);
    case "instruction":
      return replyToInstruction(setting, row, item);
    default:
      return row.payload.instrument === ("escalate" satisfies Instrument) ? readEscalation(setting, row, item) : [];
  }
}

export function responsesTo<T extends ItemEventType>(setting: Setting, row: ObservedRow<T>, item: ItemState): Intent[] {
  const response: Response<T> | undefined = RESPONSES[row.type];
  return response?.(setting, row, item) ?? [];
}
