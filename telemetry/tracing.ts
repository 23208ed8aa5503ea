/** Starts tracing where the environment asks for it. OpenTelemetry is loaded only then. */
import type { Logger } from "pino";
import type { Tracing } from "./contract.js";
import { useTracer } from "./spans.js";

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
