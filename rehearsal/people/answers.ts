/** 书面答复: a unit answers a 督办函 in writing, and the office takes the answer or sends it back. */
import { closerUnit, type ItemState, isSuspended, isWithUnit } from "../../domain/items/work-item.js";
import type { Bodies } from "../../domain/plan/roster.js";
import type { ObservedRow } from "../../prisma/ledger/ledger-reader.js";
import type { About } from "./draws.js";
import { fitting } from "./fitting.js";
import { type Intent, intend, reactionAt, type Setting, words } from "./intents.js";
import * as texts from "./texts.js";

/** Working days from an answer to the day that it promises. */
const PROMISED_WITHIN = [5, 15] as const;
/** A 督办函 asks to be answered within three working days: most are, by the second. */
const ANSWERED_WITHIN: [number, number] = [1, 2];
/** Working days until the office has looked at an answer. */
const JUDGED_WITHIN = [0, 1] as const;

/** The unit's answer, with a cause and measures that fit what it owes. What one letter lists is answered together. */
export function answerInWriting(setting: Setting, row: ObservedRow, item: ItemState): Intent[] {
  const { draws, hours } = setting;
  const unit = item.primaryUnit;
  const { answerSupervision } = setting.behaviours.ofUnit(unit);
  const together: About = ["answerInWriting", unit, row.type, row.at];
  const reaction = { ...answerSupervision, days: ANSWERED_WITHIN };
  const at = reactionAt(setting, unit, reaction, row.at, [...together, item.id], together);
  if (at === null) return [];
  const promised = hours.following(hours.dayOf(at), draws.within(PROMISED_WITHIN, ...together));
  if (promised === null) return [];
  const said = fitting(setting.milestones.get(item.milestone));
  const version = item.deadlineVersion;
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: {
      kind: "answer",
      cause: words(setting, said.causes, unit, at),
      measures: words(setting, said.measures, unit, at),
      promised,
      responsible: texts.RESPONSIBLE,
    },
    by: { kind: "unit", unit, level: "desk" },
    restsWhileSuspended: true,
    still: (now, day) =>
      isWithUnit(now) &&
      !isSuspended(now) &&
      now.deadlineVersion === version &&
      now.supervision?.version === version &&
      now.answer?.state !== "waiting" &&
      promised > day,
  });
}

/** The office looks at an answer: it takes it, or asks for another. */
export function judgeAnswer(setting: Setting, row: ObservedRow<"answered">, item: ItemState, bodies: Bodies): Intent[] {
  const { draws, hours } = setting;
  const unit = closerUnit(item, bodies);
  const together: About = ["judgeAnswer", unit, item.primaryUnit, row.at];
  const at = hours.after(row.at, draws.within(JUDGED_WITHIN, ...together), unit);
  const replyBy = at === null ? null : hours.following(hours.dayOf(at), 3);
  const { acceptReply } = setting.behaviours.ofUnit(unit);
  const { no } = row.payload;
  const accepted = replyBy === null || no > 1 || draws.happens(acceptReply, ...together);
  return intend(at, {
    stream: row.stream,
    item: item.id,
    act: accepted
      ? { kind: "acceptAnswer", text: words(setting, texts.ANSWER_ACCEPTED, unit, at) }
      : { kind: "returnAnswer", reason: words(setting, texts.ANSWER_RETURNED, unit, at), replyBy },
    by: { kind: "unit", unit, level: "desk" },
    restsWhileSuspended: false,
    still: (now, day) =>
      isWithUnit(now) &&
      now.answer?.no === no &&
      now.answer.state === "waiting" &&
      now.answer.version === now.deadlineVersion &&
      (accepted || replyBy > day),
  });
}
