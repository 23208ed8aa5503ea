/**
 * Evidence in an S3-compatible store: one object for each file, named by its SHA-256. Requests are signed with the file's own
 * hash, so that the store takes no other bytes than those that were received.
 */
import { stat } from "node:fs/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsV4Signer } from "aws4fetch";
import { foreignLine } from "../../domain/language/text.js";
import { bytesOf, type EvidenceStore, type Received } from "./store.js";

export interface S3Settings {
  /** The bucket's address, path-style or virtual-hosted: `https://s3.example/duban-evidence`. */
  readonly bucketUrl: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** Of what a store says where it refuses (characters). */
const MOST_SAID = 500;
/** How long a store may keep silent (milliseconds). */
const PATIENCE = 30_000;

export class S3Store implements EvidenceStore {
  constructor(
    readonly incoming: string,
    private readonly settings: S3Settings,
  ) {}

  async keep(file: Received): Promise<void> {
    // What is there already under its hash is this very file.
    const there = await this.send("HEAD", file.sha256, EMPTY);
    there.resume();
    if (there.statusCode === 200) return;
    const { size } = await stat(file.path);
    const answer = await this.send("PUT", file.sha256, file.sha256, { body: bytesOf(file.path), size });
    await expectOk(answer, "PUT", file.sha256);
  }

  async read(sha256: string): Promise<Readable | null> {
    const answer = await this.send("GET", sha256, EMPTY);
    if (answer.statusCode === 200) return answer;
    if (answer.statusCode !== 404) await expectOk(answer, "GET", sha256);
    answer.resume();
    return null;
  }

  private async send(
    method: "GET" | "HEAD" | "PUT",
    name: string,
    hash: string,
    content: { readonly body: Readable; readonly size: number } | null = null,
  ): Promise<IncomingMessage> {
    const { bucketUrl, accessKeyId, secretAccessKey, region } = this.settings;
    const signed = await new AwsV4Signer({
      method,
      url: `${bucketUrl.replace(/\/$/, "")}/${name}`,
      headers: { "x-amz-content-sha256": hash },
      accessKeyId,
      secretAccessKey,
      region,
      service: "s3",
    }).sign();
    const headers: Record<string, string | number> = Object.fromEntries(signed.headers);
    if (content) headers["content-length"] = content.size;
    return exchange(signed.url, method, headers, content?.body ?? null);
  }
}

function exchange(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string | number>>,
  body: Readable | null,
): Promise<IncomingMessage> {
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = send(url, { method, headers, timeout: PATIENCE }, resolve);
    sent.once("error", reject);
    sent.once("timeout", () => sent.destroy(new Error(`${url.host} did not answer within ${PATIENCE / 1_000} s`)));
    if (body === null) return void sent.end();
    // Where the store answers before it has all, its answer says why.
    pipeline(body, sent).catch(reject);
  });
}

async function expectOk(answer: IncomingMessage, method: string, name: string): Promise<void> {
  let said = "";
  for await (const chunk of answer) if (said.length < MOST_SAID) said += String(chunk);
  if (answer.statusCode === 200) return;
  throw new Error(
    `the evidence store answered ${method} ${name} with ${answer.statusCode}: ${foreignLine(said, MOST_SAID)}`,
  );
}
