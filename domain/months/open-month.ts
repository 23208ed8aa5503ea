/** The opening of a month: its days, and one request to each unit that is asked anything. */
import type { NewRow } from "../ledger/record.js";
import type { PlanBundle } from "../plan/bundle.js";
import { calendarOf } from "../plan/calendar.js";
import { dateAt } from "../plan/plan-date.js";
import type { RuleSet } from "../plan/rule-set.js";
import type { MonthOpeningFacts } from "./acts.js";
import { monthOfStream } from "./month-name.js";
import { requestsOf } from "./requests.js";
import { askedWords } from "./words.js";

/** Throws where the plan's documents say nothing of months, or the plan's stream announced none: such a stream is never begun. */
export function monthOpeningRows(
  stream: string,
  bundle: PlanBundle,
  { info, items, kept }: MonthOpeningFacts,
  at: number,
  ruleSet: RuleSet,
): NewRow[] {
  const { policy, calendar } = bundle;
  const { months } = policy;
  if (!months || !info) throw new Error(`${stream}: the plan's documents or its own stream say nothing of this month`);
  const month = monthOfStream(stream);
  const { askedOn, dueOn, closesOn } = info;
  const day = dateAt(at, ruleSet.offsetMinutes);
  const requests = requestsOf(items, { month, day, bundle, policy, months, calendar: calendarOf(calendar), kept });
  const opened: NewRow<"monthOpened"> = {
    type: "monthOpened",
    at,
    cause: "open",
    causeNo: 0,
    payload: { month, askedOn, dueOn, closesOn, policy: policy.version, calendar: calendar.version },
  };
  return [
    opened,
    ...requests.map(
      ({ unit, rows, registers }, index): NewRow<"progressRequested"> => ({
        type: "progressRequested",
        at,
        cause: "open",
        causeNo: index + 1,
        payload: { unit, rows, ...(registers.length === 0 ? {} : { registers }) },
        notices: [
          {
            instrument: "progressRequest",
            delivery: "batched",
            to: [{ unit }],
            copy: [],
            facts: {
              month,
              primaryUnit: unit,
              replyBy: dueOn,
              ...askedWords({ month, dueOn }, rows.length, registers.length),
            },
          },
        ],
      }),
    ),
  ];
}
