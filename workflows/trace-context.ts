/**
 * Which trace a workflow's present work belongs to. OpenTelemetry itself stays outside of the sandbox: what is carried here is
 * the header that the client sent, and what is told is plain data, which the worker turns into spans. Nothing of it waits or
 * draws a random number, so that a workflow issues the very same commands with tracing and without
 * (docs/decisions/0022-tracing-adds-no-step-to-a-workflow.md).
 */
import { AsyncLocalStorage, defaultPayloadConverter, proxySinks, type Sinks, workflowInfo } from "@temporalio/workflow";

/** Where `@temporalio/interceptors-opentelemetry` keeps a message's trace. */
const HEADER = "_tracer-data";

export type Headers = Record<string, ReturnType<typeof defaultPayloadConverter.toPayload>>;

/** A span that is open: in which trace, and by which id. */
export interface Trace {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
}

type HrTime = [seconds: number, nanoseconds: number];

/** A span as the worker's exporter takes it from a sandbox. */
interface ToldSpan {
  readonly name: string;
  readonly kind: number;
  readonly spanContext: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
  readonly parentSpanId: string;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly status: { readonly code: number };
  readonly attributes: Record<string, string | number>;
  readonly links: { readonly context: ToldSpan["spanContext"] }[];
  readonly events: never[];
  readonly ended: true;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
  readonly instrumentationLibrary: { readonly name: string };
}

interface TraceSinks extends Sinks {
  exporter: { export(spans: ToldSpan[]): void };
}

/** OpenTelemetry's numbers. */
const INTERNAL = 0;
const STATUS = { ok: 1, error: 2 } as const;

const present = new AsyncLocalStorage<Trace | null>();

export const currentTrace = (): Trace | null => present.getStore() ?? null;

/** Runs `work` in the trace; in none for null. */
export const inTrace = <T>(trace: Trace | null, work: () => T): T => present.run(trace, work);

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;

/** The trace that a message came in; null for one that was sent without tracing. */
export function traceOf(headers: Headers | undefined): Trace | null {
  const payload = headers?.[HEADER];
  if (!payload) return null;
  const { traceparent } = defaultPayloadConverter.fromPayload<{ traceparent?: string }>(payload);
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  return traceId && spanId && flags ? { traceId, spanId, flags: Number.parseInt(flags, 16) } : null;
}

/** The headers of what is sent from here. */
export function withTrace<H extends Headers>(headers: H): H {
  const trace = currentTrace();
  if (!trace) return headers;
  const flags = trace.flags.toString(16).padStart(2, "0");
  const traceparent = `00-${trace.traceId}-${trace.spanId}-${flags}`;
  return { ...headers, [HEADER]: defaultPayloadConverter.toPayload({ traceparent }) };
}

/** An id from what the span is about: drawing one would move the workflow's random numbers. */
function spanIdOf(...about: readonly (string | number)[]): string {
  const half = (seed: number): string => {
    let hash = seed;
    for (const char of about.join("\n")) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, "0");
  };
  return `${half(0x811c9dc5)}${half(0x9747b28c)}`;
}

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1_000), (ms % 1_000) * 1_000_000];

/**
 * Runs `work` in a span below the first of the traces it is done for; the others are linked. Without any it is run as it is.
 * The span's times are those of workflow tasks: a workflow's clock stands still within one.
 */
export function inChildSpan<T>(
  name: string,
  traces: readonly (Trace | null)[],
  attributes: Record<string, string | number>,
  work: () => Promise<T>,
): Promise<T> {
  const [parent, ...others] = traces.filter((trace) => trace !== null);
  if (!parent) return present.run(null, work);
  const { runId, historyLength } = workflowInfo();
  const trace = { ...parent, spanId: spanIdOf(runId, historyLength, name, parent.spanId, Date.now()) };
  const started = Date.now();
  const running = present.run(trace, work);
  const tell = (code: number): void => {
    const ended = Date.now();
    const { exporter } = proxySinks<TraceSinks>();
    exporter.export([
      {
        name,
        kind: INTERNAL,
        spanContext: contextOf(trace),
        parentSpanId: parent.spanId,
        startTime: hrTime(started),
        endTime: hrTime(ended),
        duration: hrTime(ended - started),
        status: { code },
        attributes,
        links: others.map((other) => ({ context: contextOf(other) })),
        events: [],
        ended: true,
        droppedAttributesCount: 0,
        droppedEventsCount: 0,
        droppedLinksCount: 0,
        instrumentationLibrary: { name: "duban-workflows" },
      },
    ]);
  };
  // Beside what the caller waits for, not before it: no step is added to the workflow.
  running.then(
    () => tell(STATUS.ok),
    () => tell(STATUS.error),
  );
  return running;
}

const contextOf = ({ traceId, spanId, flags }: Trace): ToldSpan["spanContext"] => ({
  traceId,
  spanId,
  traceFlags: flags,
});
