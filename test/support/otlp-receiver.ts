/** A collector of spans for tests: takes OTLP over HTTP in protobuf, as collectors do, and keeps what it is sent. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import protobuf from "protobufjs";

/** The parts of OTLP's schema that the tests look at, by its field numbers. */
const SCHEMA = `syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { repeated Span spans = 2; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9; repeated Link links = 13; Status status = 15;
}
message Link { bytes trace_id = 1; bytes span_id = 2; }
message Status { int32 code = 3; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }`;
const REQUEST = protobuf.parse(SCHEMA).root.lookupType("Request");

export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly trace: string;
  readonly id: string;
  readonly parent: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly trace: string; readonly id: string }[];
  readonly failed: boolean;
}

export interface Receiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** The whole of what was sent, as text: for what must not be in it. */
  text(): string;
  stop(): Promise<void>;
}

interface Decoded {
  resourceSpans: { resource: { attributes: KeyValue[] }; scopeSpans: { spans: DecodedSpan[] }[] }[];
}
interface KeyValue {
  key: string;
  value: Record<string, unknown>;
}
interface DecodedSpan {
  traceId: Buffer;
  spanId: Buffer;
  parentSpanId?: Buffer;
  name: string;
  attributes: KeyValue[];
  links: { traceId: Buffer; spanId: Buffer }[];
  status?: { code: number };
}

const hex = (bytes: Buffer | undefined): string => Buffer.from(bytes ?? []).toString("hex");
const plain = (list: readonly KeyValue[]): Record<string, unknown> =>
  Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));

export async function startReceiver(): Promise<Receiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      const body = Buffer.concat(chunks);
      bodies.push(body);
      if (req.url !== "/v1/traces" || req.headers["content-type"] !== "application/x-protobuf")
        return void res.writeHead(415).end();
      const decoded = REQUEST.toObject(REQUEST.decode(body), { arrays: true, longs: Number }) as Decoded;
      for (const { resource, scopeSpans } of decoded.resourceSpans)
        for (const span of scopeSpans.flatMap((scope) => scope.spans))
          spans.push({
            service: String(plain(resource.attributes)["service.name"]),
            name: span.name,
            trace: hex(span.traceId),
            id: hex(span.spanId),
            parent: hex(span.parentSpanId),
            attributes: plain(span.attributes),
            links: span.links.map((link) => ({ trace: hex(link.traceId), id: hex(link.spanId) })),
            failed: span.status?.code === 2,
          });
      res.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    text: () => Buffer.concat(bodies).toString("utf8"),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
