/** Spans by OpenTelemetry's SDK, sent by OTLP. Imported by tracing.ts only, and only where tracing is on. */
import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { detectResourcesSync, envDetectorSync, Resource } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { OpenTelemetryWorkflowClientInterceptor } from "@temporalio/interceptors-opentelemetry/lib/client/index.js";
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
} from "@temporalio/interceptors-opentelemetry/lib/worker/index.js";
import type { Tracing } from "./contract.js";
import type { OpenSpan, SpanOptions, Tracer } from "./spans.js";

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
/** How long a process that ends waits for a collector (milliseconds). */
const LAST_WORDS = 3_000;

export function startOpenTelemetry(
  service: string,
  version: string,
  report: (problem: string) => void,
): Tracing & { readonly tracer: Tracer } {
  // A collector that is away is said in the log, and nothing else suffers.
  const quiet = (): void => undefined;
  diag.setLogger(
    { error: report, warn: report, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  // OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME win over our own names.
  const resource = new Resource({ "service.name": service, "service.version": version }).merge(
    detectResourcesSync({ detectors: [envDetectorSync] }),
  );
  const processor = new BatchSpanProcessor(new OTLPTraceExporter());
  const provider = new NodeTracerProvider({ resource, spanProcessors: [processor] });
  provider.register();
  return {
    tracer: tracerOf(service, version),
    clientInterceptors: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] },
    activityInterceptors: [(activity) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(activity) })],
    // What workflows tell (workflows/tracing.ts): they cannot send anything themselves.
    sinks: { exporter: makeWorkflowExporter(processor, resource) } as unknown as Tracing["sinks"],
    async stop() {
      const ended = provider.shutdown().catch((error: unknown) => report(String(error)));
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, LAST_WORDS)))]);
      clearTimeout(timer);
    },
  };
}

function tracerOf(service: string, version: string): Tracer {
  const tracer = trace.getTracer(service, version);
  return {
    open(name, { kind = "internal", attributes = {}, headers, within = false }: SpanOptions) {
      const parent = headers ? propagation.extract(context.active(), headers) : context.active();
      if (within && trace.getSpan(parent) === undefined) return null;
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent);
      const inside = trace.setSpan(parent, span);
      return {
        run: (work) => context.with(inside, work),
        name: (better) => void span.updateName(better),
        set: (more) => void span.setAttributes(more),
        end: (error) => end(span, error),
      } satisfies OpenSpan;
    },
    current() {
      const span = trace.getSpan(context.active())?.spanContext();
      return span ? { trace_id: span.traceId, span_id: span.spanId } : null;
    },
  };
}

function end(span: Span, error: unknown): void {
  if (error !== undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.setAttribute("error.type", kindOf(error));
  }
  span.end();
}

/** PostgreSQL's and Node's own codes say more than the class, and never anything about a person. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}
