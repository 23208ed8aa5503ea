/**
 * Temporal's remote codec: its page and its command line ask here for what payloads say, so that operators still read what a stream
 * waits for, while the server itself holds nothing but ciphertext.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
// A CommonJS module that names its exports at run time.
import proto from "@temporalio/proto";
import type { Payload } from "@temporalio/common";
import type { EncryptingCodec } from "./payload-codec.js";

/** The most a request may hold (bytes): a history's page of payloads is far smaller. */
const LARGEST = 8 * 2 ** 20;

const Wire = proto.temporal.api.common.v1.Payloads;

/** `origins`: pages that may ask, e.g. that of Temporal's own page. Listens to nobody yet. */
export function codecServer(codec: EncryptingCodec, origins: readonly string[]): Server {
  return createServer((request, response) => {
    answer(codec, origins, request, response).catch((error: unknown) => {
      const status = error instanceof BadRequest ? error.status : 422;
      say(response, status, { message: error instanceof Error ? error.message : String(error) });
    });
  });
}

class BadRequest extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function answer(
  codec: EncryptingCodec,
  origins: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin } = request.headers;
  if (origin !== undefined) {
    if (!origins.includes(origin)) throw new BadRequest(403, `pages of ${origin} may not ask: name it with --origin`);
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-allow-headers", "content-type, x-namespace");
    response.setHeader("vary", "origin");
  }
  if (request.method === "OPTIONS") return say(response, 204);
  if (request.method !== "POST" || request.url !== "/decode")
    throw new BadRequest(404, "POST /decode is all there is here");
  // A page of another site can send anything but this without asking first.
  if (!/^application\/json\b/.test(request.headers["content-type"] ?? ""))
    throw new BadRequest(415, "send application/json");
  const { payloads } = Wire.fromObject(await bodyOf(request));
  const decoded = await codec.decode(payloads as Payload[]);
  say(response, 200, Wire.toObject(Wire.create({ payloads: decoded }), { bytes: String }));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST) throw new BadRequest(413, "that is too much for one request");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8")) as Record<string, unknown>;
  } catch (error) {
    throw new BadRequest(400, `the body is not JSON: ${(error as Error).message}`);
  }
}

function say(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(body && JSON.stringify(body));
}
