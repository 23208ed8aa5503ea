/** What a worker counts beside Temporal's own figures. Told at the address of DUBAN_WORKER_METRICS; else to nobody. */
import { metricMeter } from "@temporalio/activity";
import type { Channel } from "../domain/letters/channels.js";
import type { Recorded } from "../prisma/ledger/advance.js";

export const RECORDED_ROWS = "duban_record_rows";

/** How much one recording wrote: large batches are what makes a day of many deadlines cheap. */
export function countRecording({ rows, notices }: Recorded): void {
  metricMeter.createHistogram(RECORDED_ROWS, "int", undefined, "Ledger rows written by one recording").record(rows);
  if (notices > 0)
    metricMeter
      .createCounter("duban_record_notices", undefined, "Notices drafted by recordings, before they are resolved")
      .add(notices);
}

/** Letters handed to channels and what these made of them: `accepted`, `later`, `refused`, `away`. */
export function countDeliveries(channel: Channel, outcome: string, times = 1): void {
  if (times === 0) return;
  metricMeter
    .createCounter("duban_deliveries", undefined, "Letters handed to a channel, by what it made of them")
    .add(times, { channel, outcome });
}
