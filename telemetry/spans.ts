/**
 * Where spans are opened. Without tracing nothing is made and nothing is loaded: `open` answers null, and whoever asked goes
 * on as ever. With it (otel.ts) the same calls make OpenTelemetry's spans.
 */

export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  readonly kind?: "server" | "client" | "internal";
  readonly attributes?: Attributes;
  /** Headers of a request, which may name the span that it comes from (W3C traceparent). */
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** Only as a part of a span that is open: what runs by itself all day long (looking for work, listening) is no story. */
  readonly within?: boolean;
}

export interface OpenSpan {
  /** Runs `work` as a part of the span: spans opened below it, however late, are its children. */
  run<T>(work: () => T): T;
  name(name: string): void;
  set(attributes: Attributes): void;
  /** With what went wrong, where something did. Its message is not told: it may name a person. */
  end(error?: unknown): void;
}

export interface Tracer {
  open(name: string, options: SpanOptions): OpenSpan | null;
  /** Ids of the open span, for a line of the log. */
  current(): { readonly trace_id: string; readonly span_id: string } | null;
}

let tracer: Tracer | null = null;

/** Once for each process, before anything is opened. */
export function useTracer(made: Tracer | null): void {
  tracer = made;
}

/** The span, or null: without tracing, or with `within` where no span is open. */
export function openSpan(name: string, options: SpanOptions = {}): OpenSpan | null {
  return tracer === null ? null : tracer.open(name, options);
}

/** Runs `work` in a span of its own. */
export async function inSpan<T>(name: string, options: SpanOptions, work: (span: OpenSpan | null) => Promise<T>) {
  const span = openSpan(name, options);
  if (span === null) return work(null);
  try {
    const result = await span.run(() => work(span));
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

export const tracingIsOn = (): boolean => tracer !== null;

export const currentSpan = (): ReturnType<Tracer["current"]> => tracer?.current() ?? null;
