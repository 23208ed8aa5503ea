/** What goes through Temporal is ciphertext to whoever has not the key, and the same words to whoever has. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "node:crypto";
import { defaultPayloadConverter, type Payload } from "@temporalio/common";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, isLoopbackAddress, readEmbeddedConfig } from "../../embedded/config.js";
import { codecServer } from "../../gateway/codec-server.js";
import { EncryptingCodec } from "../../gateway/payload-codec.js";

const newKey = (): string => randomBytes(32).toString("base64");
const [key, older] = [newKey(), newKey()];
const codec = new EncryptingCodec([key, older]);
const words = { text: "入户走访：王某重病", to: ["p01"] };
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;
const valueOf = (payload: Payload | undefined): unknown => payload && defaultPayloadConverter.fromPayload(payload);
const textsOf = ({ metadata, data }: Payload): string =>
  Buffer.concat(
    [...Object.values(metadata ?? {}), data ?? Buffer.alloc(0)].map((part) => Buffer.from(part)),
  ).toString();

it("gives back what it took, and never the same bytes twice", async () => {
  const [one, two] = await codec.encode([payloadOf(words), payloadOf(words)]);
  expect(textsOf(one as Payload)).not.toContain("王某");
  expect(Buffer.from(one?.data ?? []).equals(Buffer.from(two?.data ?? []))).toBe(false);
  expect((await codec.decode([one as Payload, two as Payload])).map(valueOf)).toEqual([words, words]);
});

it("reads what the key before the present one encrypted, and what was never encrypted", async () => {
  const [before] = await new EncryptingCodec([older]).encode([payloadOf(words)]);
  const decoded = await codec.decode([before as Payload, payloadOf(words)]);
  expect(decoded.map(valueOf)).toEqual([words, words]);
});

it("says which key is missing, and refuses changed bytes", async () => {
  const [strange] = await new EncryptingCodec([newKey()]).encode([payloadOf(words)]);
  await expect(codec.decode([strange as Payload])).rejects.toThrow(/encrypted by the key [0-9a-f]{12}/);
  const [mine] = await codec.encode([payloadOf(words)]);
  const data = Buffer.from(mine?.data ?? []);
  data[20] = (data[20] ?? 0) ^ 1;
  await expect(codec.decode([{ ...mine, data } as Payload])).rejects.toThrow(/not as it was encrypted/);
});

describe("the setting", () => {
  it.each([
    ["127.0.0.1:7233", true],
    ["localhost:7233", true],
    ["[::1]:7233", true],
    ["10.0.0.5:7233", false],
    ["temporal.example:7233", false],
    ["127.0.0.1.evil.example:7233", false],
  ])("%s is this machine's own: %s", (address, own) => {
    expect(isLoopbackAddress(address)).toBe(own);
    const read = () => readEmbeddedConfig({ TEMPORAL_ADDRESS: address });
    if (own) expect(read().temporal?.payloadKeys).toBeUndefined();
    else expect(read).toThrow(ConfigError);
    const { temporal } = readEmbeddedConfig({ TEMPORAL_ADDRESS: address, DUBAN_PAYLOAD_KEY: `${key}, ${older}` });
    expect(temporal?.payloadKeys).toEqual([key, older]);
  });

  it.each(["short", `${key},short`, key.slice(4)])("refuses what is no key, without telling it: %s", (value) => {
    const read = () => readEmbeddedConfig({ DUBAN_PAYLOAD_KEY: value });
    expect(read).toThrow(/DUBAN_PAYLOAD_KEY: what it holds does not fit; it takes 32 random bytes in base64/);
  });
});

describe("the codec server", () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = codecServer(codec, ["http://127.0.0.1:7311"]);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const json = { "content-type": "application/json" };
  async function wire(): Promise<string> {
    const [payload] = await codec.encode([payloadOf(words)]);
    const metadata = Object.fromEntries(
      Object.entries(payload?.metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString("base64")]),
    );
    return JSON.stringify({ payloads: [{ metadata, data: Buffer.from(payload?.data ?? []).toString("base64") }] });
  }
  const post = (body: string, headers: Record<string, string> = json, path = "/decode") =>
    fetch(base + path, { method: "POST", headers, body });

  it("decrypts for Temporal's command line and for the pages that were named", async () => {
    for (const headers of [json, { ...json, origin: "http://127.0.0.1:7311" }]) {
      const response = await post(await wire(), headers);
      expect(response.status).toBe(200);
      const { payloads } = (await response.json()) as { payloads: { data: string }[] };
      expect(JSON.parse(Buffer.from(payloads[0]?.data ?? "", "base64").toString())).toEqual(words);
    }
  });

  it("does nothing for another page, another path, another type, and says what is wrong with a body", async () => {
    expect((await post(await wire(), { ...json, origin: "http://evil.example" })).status).toBe(403);
    expect((await post(await wire(), { "content-type": "text/plain" })).status).toBe(415);
    expect((await post(await wire(), json, "/encode")).status).toBe(404);
    expect((await post("{", json)).status).toBe(400);
    const unknown = await new EncryptingCodec([newKey()]).encode([payloadOf(words)]);
    const body = JSON.stringify({
      payloads: unknown.map(({ metadata, data }) => ({
        metadata: Object.fromEntries(
          Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString("base64")]),
        ),
        data: Buffer.from(data ?? []).toString("base64"),
      })),
    });
    const refused = await post(body);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringMatching(/encrypted by the key/)]);
  });
});
