/** Starts tracing where the environment asks for it. OpenTelemetry is loaded only then. */
import type { OpenTelemetryWorkflowClientInterceptor } from "@temporalio/interceptors-opentelemetry/lib/client/index.js";
import type { OpenTelemetryActivityInboundInterceptor } from "@temporalio/interceptors-opentelemetry/lib/worker/index.js";
import type { Context } from "@temporalio/activity";
import type { InjectedSinks } from "@temporalio/worker";
import type { Sinks } from "@temporalio/workflow";
import type { Logger } from "pino";
import { useTracer } from "./spans.js";

/** What Temporal's client and worker need so that their part is in the trace. */
export interface Tracing {
  readonly clientInterceptors: { readonly workflow: OpenTelemetryWorkflowClientInterceptor[] };
  readonly activityInterceptors: ((context: Context) => { inbound: OpenTelemetryActivityInboundInterceptor })[];
  readonly sinks: InjectedSinks<Sinks>;
  /** Sends what is still held back, for some seconds at most. */
  stop(): Promise<void>;
}

/** Null where `traces` is off. `service` is the process's name where OTEL_SERVICE_NAME does not give one. */
export async function startTracing(
  service: string,
  { traces, version, log }: { readonly traces: boolean; readonly version: string; readonly log: Logger },
): Promise<Tracing | null> {
  if (!traces) return null;
  const { startOpenTelemetry } = await import("./otel.js");
  const { tracer, ...tracing } = startOpenTelemetry(service, version, (problem) => log.warn({ problem }, "tracing"));
  useTracer(tracer);
  return tracing;
}
