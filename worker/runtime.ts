/** What Temporal's runtime tells: its log goes into ours, its metrics to an address of one's own. */
import { DefaultLogger, type LogEntry, type LogLevel as RuntimeLevel, type RuntimeOptions } from "@temporalio/worker";
import { RECORDED_ROWS } from "../activities/metrics.js";
import type { LogLevel, TelemetryConfig } from "../telemetry/config.js";
import type { Logger } from "../telemetry/log.js";

const OURS = { TRACE: "trace", DEBUG: "debug", INFO: "info", WARN: "warn", ERROR: "error" } as const satisfies Record<
  RuntimeLevel,
  LogLevel
>;
/** The runtime's core says at INFO what it is made of: of interest to whoever asks for more than that. */
const CORE: Readonly<Record<LogLevel, RuntimeLevel>> = {
  trace: "TRACE",
  debug: "DEBUG",
  info: "WARN",
  warn: "WARN",
  error: "ERROR",
  fatal: "ERROR",
  silent: "ERROR",
};
/** A row each up to the largest task's items at one instant. */
const BATCHES = [0, 1, 2, 5, 10, 25, 50, 100, 200, 400, 800];

export function runtimeOptions(log: Logger, { logLevel, workerMetrics }: TelemetryConfig): RuntimeOptions {
  const write = ({ level, message, meta }: LogEntry): void => {
    const { error, ...attributes } = meta ?? {};
    log[OURS[level]](error === undefined ? attributes : { ...attributes, err: error }, message);
  };
  return {
    logger: new DefaultLogger(logLevel === "trace" || logLevel === "debug" ? CORE[logLevel] : "INFO", write),
    telemetryOptions: {
      logging: { forward: {}, filter: { core: CORE[logLevel], other: "ERROR" } },
      ...(workerMetrics === undefined
        ? {}
        : {
            metrics: {
              prometheus: {
                bindAddress: workerMetrics,
                countersTotalSuffix: true,
                unitSuffix: true,
                useSecondsForDurations: true,
                histogramBucketOverrides: { [RECORDED_ROWS]: BATCHES },
              },
            },
          }),
    },
  };
}
