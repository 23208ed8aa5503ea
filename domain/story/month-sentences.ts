/** Rows of a month's stream in sentences of both languages. What a bulletin's rows say is said of a round's too (round-sentences.ts). */
import type { EventOf, MonthEventType } from "../ledger/events.js";
import { dayEn, dayZh, monthIn } from "../language/dates.js";
import type { Words } from "../language/words.js";
import type { Directory } from "../people/directory.js";
import type { PlanDate } from "../plan/plan.js";
import type { ROUND_SENTENCES } from "./round-sentences.js";

type OwnType = Exclude<MonthEventType, keyof typeof ROUND_SENTENCES>;
type MonthSentence<T extends OwnType> = (row: EventOf<T>, names: Directory, day: PlanDate) => Words;

const both = (zh: string, en: string): Words => ({ zh, en });

export const MONTH_SENTENCES: { readonly [T in OwnType]: MonthSentence<T> } = {
  monthOpened: ({ payload: { month, dueOn } }) =>
    both(
      `${monthIn("zh", month)}调度开始，${dayZh(dueOn)}前报送`,
      `Everybody is asked about ${monthIn("en", month)}, by ${dayEn(dueOn)}`,
    ),
  progressRequested: ({ payload: { unit, rows } }, names, day) =>
    both(
      `向${names.unitRef(unit, day).name}发出调度通知（${rows.length}行）`,
      `${names.unitRef(unit, day).name} was asked (${rows.length} rows)`,
    ),
  progressAnswered: ({ payload: { unit, rows } }, names, day) =>
    both(
      `${names.unitRef(unit, day).name}经办人填报${rows.length}行`,
      `The desk of ${names.unitRef(unit, day).name} sent ${rows.length} rows`,
    ),
  progressConfirmed: ({ payload: { unit, late } }, names, day) =>
    both(
      `${names.unitRef(unit, day).name}主要负责同志审定报送${late ? "（逾期）" : ""}`,
      `The head of ${names.unitRef(unit, day).name} confirmed it${late ? ", late" : ""}`,
    ),
  progressReturned: ({ payload: { unit, reason } }, names, day) =>
    both(
      `${names.unitRef(unit, day).name}主要负责同志退回修改：${reason}`,
      `The head of ${names.unitRef(unit, day).name} sent it back: ${reason}`,
    ),
  progressUrged: ({ payload: { units } }) => both(`催报${units.length}个单位`, `${units.length} units were urged`),
  progressUrgeSkipped: () => both("略过催报", "An urging was passed over"),
  monthClosed: ({ payload: { snapshot } }) => {
    const confirmed = snapshot.units.filter(({ state }) => state === "confirmed").length;
    return both(
      `调度截止：应报${snapshot.units.length}个单位，已报${confirmed}个`,
      `The month closed: ${confirmed} of ${snapshot.units.length} units answered`,
    );
  },
};
