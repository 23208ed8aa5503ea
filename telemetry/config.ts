/** What a process tells about itself, from its environment, checked at start. OpenTelemetry's own variables keep their meaning. */
import { z } from "zod";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof LEVELS)[number];

const url = z.url({ protocol: /^https?$/, error: "must be a URL, e.g. http://127.0.0.1:4318" }).optional();

const schema = z.object({
  DUBAN_LOG_LEVEL: z.enum(LEVELS, { error: `must be one of ${LEVELS.join(", ")}` }).default("info"),
  DUBAN_WORKER_METRICS: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[0-9.]+):\d{1,5}$/, "must be an address and a port, e.g. 127.0.0.1:9464")
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.string().optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.string().optional(),
});

export interface TelemetryConfig {
  readonly logLevel: LogLevel;
  /** Whether spans are made and sent. Where to, how often and which of them: the SDK reads that itself. */
  readonly traces: boolean;
  /** Where a worker's metrics can be read, `address:port`. */
  readonly workerMetrics: string | undefined;
}

export class TelemetryConfigError extends Error {}

export function readTelemetryConfig(env: NodeJS.ProcessEnv = process.env): TelemetryConfig {
  // An empty variable means "not set", as in OpenTelemetry's own configuration.
  const given = Object.fromEntries(Object.keys(schema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new TelemetryConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"),
    );
  const { data } = parsed;
  const endpoint = data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? data.OTEL_EXPORTER_OTLP_ENDPOINT;
  const traces =
    endpoint !== undefined &&
    data.OTEL_SDK_DISABLED?.toLowerCase() !== "true" &&
    data.OTEL_TRACES_EXPORTER?.toLowerCase() !== "none";
  const protocol = data.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? data.OTEL_EXPORTER_OTLP_PROTOCOL ?? "http/protobuf";
  if (traces && protocol !== "http/protobuf")
    throw new TelemetryConfigError(
      `OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}: only http/protobuf is spoken here (a collector's port 4318)`,
    );
  return { logLevel: data.DUBAN_LOG_LEVEL, traces, workerMetrics: data.DUBAN_WORKER_METRICS };
}
