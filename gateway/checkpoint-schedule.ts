/** The schedule by which Temporal starts a checkpoint of the ledger each day. */
import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from "@temporalio/client";
import { CHECKPOINT_SCHEDULE, CHECKPOINT_WORKFLOW } from "../workflows/names.js";

/** After the day's last acts and before the morning's rungs; every plan of this product is in this zone's working day. */
const AT = { hour: 2, minute: 30 };
const ZONE = "Asia/Shanghai";

const schedule = (taskQueue: string): ScheduleOptions => ({
  scheduleId: CHECKPOINT_SCHEDULE,
  spec: { calendars: [{ ...AT, comment: "each night" }], timezone: ZONE },
  policies: {
    // One that cannot be mailed for days holds up no other.
    overlap: ScheduleOverlapPolicy.ALLOW_ALL,
    // A machine that was off at night makes one when it is on again, and not one for each night.
    catchupWindow: "1 day",
  },
  action: {
    type: "startWorkflow",
    workflowType: CHECKPOINT_WORKFLOW,
    workflowId: "ledger-checkpoint",
    taskQueue,
    args: [],
    staticSummary: "Signs where every stream of the ledger ends",
  },
});

/** Makes the schedule, or brings the one that is there to this release and task queue. */
export async function ensureCheckpointSchedule(client: Client, taskQueue: string): Promise<void> {
  const wanted = schedule(taskQueue);
  try {
    await client.schedule.create(wanted);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const { spec, policies, action } = wanted;
    await client.schedule.getHandle(CHECKPOINT_SCHEDULE).update(({ state }) => ({
      spec,
      policies: policies ?? {},
      action: { ...action, workflowId: "ledger-checkpoint" },
      // Paused by an operator, it stays so.
      state,
    }));
  }
}
