/** What of months waits for somebody: a request to answer or to confirm, and for the office a closed month's bulletin. */
import { listMonths } from "../../prisma/months/month-store.js";
import { isOffice } from "../inspections/view.js";
import { planRoute } from "../serving/route.js";
import { monthOf } from "./act.js";
import { type MonthWork, monthWork } from "./schemas.js";
import { ownUnits, requestRow } from "./view.js";

type Work = MonthWork["work"][number];

export const getMyMonthWork = planRoute({
  method: "get",
  path: "/months/my/work",
  tag: "months",
  summary: "What of months waits for the caller 调度待办",
  description:
    "Of months that are open, one's own units' requests; for the office, closed months whose bulletin is not sent.",
  response: monthWork,
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, caller, services } = call;
    if (plan.head.ended) return { work: [] };
    const office = isOffice(caller, plan);
    const work = (await listMonths(services.pool, plan.id)).map(async (one): Promise<Work[]> => {
      const { month, status, dueOn, bulletin } = one;
      if (status === "open") return requestWork(call, month, dueOn);
      if (!office || bulletin?.startsWith("sent@")) return [];
      return [{ month, what: "bulletin", unit: null, rows: null, by: null, late: false, returnReason: null }];
    });
    return { work: (await Promise.all(work)).flat() };
  },
});

async function requestWork(call: Parameters<typeof requestRow>[0], month: string, by: string): Promise<Work[]> {
  const read = await monthOf(call, month);
  const requests = ownUnits(call, Object.keys(read.state.requests)).map((unit) => requestRow(call, read, unit));
  return requests.flatMap(({ unit, status, rows, late, returnReason, mayConfirm }): Work[] => {
    const waits = status === "asked" || (status === "answered" && mayConfirm);
    if (!waits) return [];
    const asked = status === "asked";
    return [
      { month, what: asked ? "answer" : "confirm", unit, rows, by, late, returnReason: asked ? returnReason : null },
    ];
  });
}
