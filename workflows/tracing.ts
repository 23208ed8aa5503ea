/** Takes traces from messages that come in, and gives them to what goes out. In every bundle; without a header it does nothing. */
import type { WorkflowInterceptors } from "@temporalio/workflow";
import { currentTrace, type Headers, inChildSpan, inTrace, traceOf, withTrace } from "./trace-context.js";

export const interceptors = (): WorkflowInterceptors => ({
  inbound: [
    {
      execute: (input, next) => inTrace(traceOf(input.headers as Headers), () => next(input)),
      handleSignal: (input, next) => inTrace(traceOf(input.headers as Headers), () => next(input)),
      handleUpdate(input, next) {
        const attributes = { temporalUpdateId: input.updateId };
        return inChildSpan(`HandleUpdate:${input.name}`, [traceOf(input.headers as Headers)], attributes, () =>
          next(input),
        );
      },
    },
  ],
  outbound: [
    {
      scheduleActivity: (input, next) => next({ ...input, headers: withTrace(input.headers as Headers) }),
      scheduleLocalActivity: (input, next) => next({ ...input, headers: withTrace(input.headers as Headers) }),
      signalWorkflow: (input, next) => next({ ...input, headers: withTrace(input.headers as Headers) }),
      startChildWorkflowExecution: (input, next) => next({ ...input, headers: withTrace(input.headers as Headers) }),
      getLogAttributes(input, next) {
        const trace = currentTrace();
        return next(trace ? { ...input, trace_id: trace.traceId, span_id: trace.spanId } : input);
      },
    },
  ],
});
