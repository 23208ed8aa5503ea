/** The same day of the next month, or its last. */
import { addDays } from "../../../../domain/plan/plan-date.js";

export function monthLater(day: string): string {
  const [year = 0, month = 0] = day.split("-").map(Number);
  const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
  const after = addDays(`${next}-28`, 4).slice(0, 7);
  const lastDay = addDays(`${after}-01`, -1);
  const same = `${next}-${day.slice(8)}`;
  return same < lastDay ? same : lastDay;
}
