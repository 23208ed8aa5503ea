/** A notice, with names of its day. */
import type { ToldNotice } from "../../prisma/notices/read-notices.js";
import { instantText } from "../http/instants.js";
import { toldView } from "../ledger/view.js";
import type { PlanView } from "../views/plan-view.js";
import type { Notice } from "./schemas.js";

export function noticeView(notice: ToldNotice, plan: PlanView): Notice {
  const { names, ruleSet } = plan;
  const { item, milestone, village, township } = notice;
  return {
    ...toldView(notice, names),
    stream: notice.stream,
    seq: notice.seq,
    no: notice.no,
    item: item === null ? null : { id: item, name: names.milestone(milestone ?? "")?.title ?? item },
    village: village === null ? null : names.village(village),
    township: township === null ? null : names.township(township),
    addressed: names.post(notice.addressed, notice.planDay),
    ladder: notice.ladder,
    rung: notice.rung,
    deadlineVersion: notice.deadlineVersion,
    repetition: notice.repetition,
    at: instantText(notice.at, ruleSet.offsetMinutes),
    on: notice.planDay,
    facts: { ...notice.facts },
  };
}
