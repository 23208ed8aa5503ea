/** The recording activity: the store's append, with its errors classified once and the state at the head folded. */
import { ApplicationFailure } from "@temporalio/activity";
import { applyPlanRows, emptyPlan } from "../domain/streams/plan-stream.js";
import { PLAN_STREAM } from "../domain/streams/streams.js";
import { applyRows, emptyTask } from "../domain/streams/task-stream.js";
import { LedgerRestored, type LedgerStore } from "../prisma/ledger/ledger-store.js";
import { countRecording } from "./metrics.js";
import type { PlanActivities, RecordActivities } from "./contract.js";

export function recordActivities(deps: {
  readonly ledger: LedgerStore;
  readonly plans: PlanActivities;
}): RecordActivities {
  return {
    async record(request) {
      try {
        const answer = await deps.ledger.record(request);
        if (answer.kind === "appended") {
          countRecording(request, answer);
          return answer;
        }
        const library = await deps.plans.loadLibrary(request.planId);
        const rows = await deps.ledger.readStream(request.planId, request.stream);
        const state =
          request.stream === PLAN_STREAM
            ? applyPlanRows(emptyPlan(request.stream), rows, library)
            : applyRows(emptyTask(request.stream), rows, library);
        const behind = {
          kind: "behind",
          seq: state.seq,
          state,
          outcomes: answer.outcomes,
          closeAt: answer.closeAt,
        } as const;
        countRecording(request, behind);
        return behind;
      } catch (error) {
        if (error instanceof LedgerRestored) throw ApplicationFailure.nonRetryable(error.message, "ledgerRestored");
        throw error; // transient: the database is away or busy, and Temporal tries again
      }
    },
  };
}
