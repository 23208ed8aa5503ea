/** What tracing gives to Temporal's client and worker. */
import type { OpenTelemetryWorkflowClientInterceptor } from "@temporalio/interceptors-opentelemetry/lib/client/index.js";
import type { OpenTelemetryActivityInboundInterceptor } from "@temporalio/interceptors-opentelemetry/lib/worker/index.js";
import type { Context } from "@temporalio/activity";
import type { InjectedSinks } from "@temporalio/worker";
import type { Sinks } from "@temporalio/workflow";

/** What Temporal's client and worker need so that their part is in the trace. */
export interface Tracing {
  readonly clientInterceptors: { readonly workflow: OpenTelemetryWorkflowClientInterceptor[] };
  readonly activityInterceptors: ((context: Context) => { inbound: OpenTelemetryActivityInboundInterceptor })[];
  readonly sinks: InjectedSinks<Sinks>;
  /** Sends what is still held back, for some seconds at most. */
  stop(): Promise<void>;
}
