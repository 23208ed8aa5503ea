/**
 * kill -9 of the worker, of the API and of PostgreSQL while two inspectors send lines and photos, again and again as telephones do: what
 * was acknowledged is in the ledger and in the store, each once.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newPhoto, type Photo } from "../../chaos/live/photos.js";
import { contentOf } from "../../domain/inspections/decide-filing.js";
import type { FiledLine } from "../../domain/inspections/types.js";
import { freePort } from "../../embedded/ports.js";
import { type PostgresHandle, startPostgres } from "../../embedded/postgres.js";
import { type Child, startChild } from "../../embedded/supervisor.js";
import { startTemporal, type TemporalHandle } from "../../embedded/temporal.js";
import { verifyLedger } from "../../prisma/ledger/verify.js";
import { freshDatabase } from "../support/database.js";
import type { PlanRun } from "../support/plan-run.js";
import { lineKey, PEOPLE, ROUND } from "../web/filing/fixture.js";
import { ProductApi } from "../web/filing/product-api.js";

const root = path.resolve(import.meta.dirname, "../..");
const VISIT = "village-v012";
const LINES = 10;
/** Of each victim. */
const KILLS = 3;
const PHOTO_BYTES = 200_000;
const PIECE_BYTES = 64 * 1_024;
const folder = mkdtempSync(path.join(tmpdir(), "duban-uploads-"));
let postgres: PostgresHandle;
let temporal: TemporalHandle;
let product: ProductApi;
let worker: Child;
let api: Child;
let origin: string;

/** Killed again and again, and never given up. */
const patience = { calmMs: 0, mostRestarts: 1_000 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const environment = (run: PlanRun): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: run.database.url,
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
  DUBAN_TASK_QUEUE: run.taskQueue,
  DUBAN_STATE_DIR: folder,
});

beforeAll(async () => {
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user who must get in
  [postgres, temporal] = await Promise.all([
    startPostgres({ dataDir: path.join(folder, "postgres") }),
    startTemporal({ stateDir: path.join(folder, "temporal"), namespace: "duban-uploads" }),
  ]);
  const servers = {
    database: await freshDatabase(postgres.url),
    temporal: { address: temporal.address, namespace: temporal.namespace },
  };
  product = await ProductApi.start(LINES, {
    servers,
    workers: async (run) => {
      const [entry, logFile] = [path.join(root, "worker/main.ts"), path.join(folder, "worker.log")];
      worker = await startChild({ name: "worker", entry, env: environment(run), logFile, patience });
    },
  });
  await product.begin();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  api = await startChild({
    name: "API",
    entry: path.join(root, "api/main.ts"),
    env: {
      ...environment(product.run),
      DUBAN_API_PORT: String(port),
      DUBAN_SECRET: "a secret of this test, long enough to sign with",
      DUBAN_EVIDENCE_DIR: product.folder,
      DUBAN_ACTS_PER_MINUTE: "1000000",
      DUBAN_UPLOADS_PER_HOUR: "1000000",
    },
    logFile: path.join(folder, "api.log"),
    patience,
  });
}, 180_000);
afterAll(async () => {
  await api?.stop();
  await worker?.stop();
  await product?.close();
  await Promise.all([postgres?.stop(), temporal?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each caller looks at its own part.
  readonly body: any;
}

/** Sends until somebody answers who is not on the way down or up. */
async function send(person: string, method: string, below: string, body?: object, offset?: number): Promise<Answer> {
  const isRaw = body instanceof Uint8Array;
  const headers = {
    Authorization: `Bearer ${product.tokenOf(person)}`,
    ...(body === undefined ? {} : { "Content-Type": isRaw ? "application/octet-stream" : "application/json" }),
    ...(offset === undefined ? {} : { "Upload-Offset": String(offset), "Upload-Length": String(PHOTO_BYTES) }),
  };
  const init = {
    method,
    headers,
    ...(body && { body: isRaw ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  };
  for (;;) {
    try {
      const signal = AbortSignal.timeout(20_000);
      const response = await fetch(
        `${origin}/api/v1/plans/${product.plan}/inspections/${ROUND}/visits/${VISIT}${below}`,
        {
          ...init,
          signal,
        },
      );
      const text = await response.text();
      if (response.status < 500)
        return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
    } catch {
      // Nobody there, or gone in the middle of an answer.
    }
    await pause(100 + Math.random() * 200);
  }
}

interface Acknowledged {
  readonly person: string;
  readonly answer: FiledLine;
  readonly row: number;
}
const lines: Acknowledged[] = [];
const photos = new Set<string>();

/** In pieces, by the offset that the server names. */
async function bring(person: string, { sha256, bytes }: Photo): Promise<void> {
  const at = `/photos/${sha256}`;
  for (let offset = 0; ; ) {
    const answer = await send(person, "PUT", at, bytes.subarray(offset, offset + PIECE_BYTES), offset);
    if (answer.status === 201) return void photos.add(sha256);
    expect([204, 409]).toContain(answer.status);
    offset = Number(answer.headers.get("Upload-Offset"));
  }
}

/** A revision of every line, with a photo on one; every other time one by one. */
async function fileAll(person: string, revision: number): Promise<void> {
  const photo = newPhoto(PHOTO_BYTES);
  const answers = Array.from({ length: LINES }, (_, no): FiledLine => {
    const shown = no === revision % LINES ? [{ sha256: photo.sha256, takenAt: null, source: "camera" as const }] : [];
    return {
      line: lineKey(no + 1),
      revision,
      grade: "pass",
      text: `第${revision}次`,
      photos: shown,
      answeredAt: revision,
    };
  });
  const deviceNow = Date.now();
  if (revision % 2 === 0) {
    const { status, body } = await send(person, "POST", "/parts", { answers, deviceNow });
    expect([status, body.parts?.length]).toEqual([200, LINES]);
    for (const [no, answer] of answers.entries()) {
      expect(body.parts[no]).toMatchObject({ ok: true, content: contentOf(answer) });
      lines.push({ person, answer, row: body.parts[no].row });
    }
  } else
    for (const answer of answers) {
      const key = encodeURIComponent(`${answer.line}@${revision}`);
      const { status, body } = await send(person, "PUT", `/parts/${key}`, { answer, deviceNow });
      expect([status, body.content]).toEqual([200, contentOf(answer)]);
      lines.push({ person, answer, row: body.row });
    }
  await bring(person, photo);
}

it("of the worker, the API and PostgreSQL: no line or photo that was acknowledged is lost, none is there twice", async () => {
  let isOver = false;
  const inspectors = [PEOPLE.li.id, PEOPLE.wang.id].map(async (person) => {
    for (let revision = 1; !isOver; revision++) await fileAll(person, revision);
  });
  const sending = Promise.all(inspectors);
  sending.catch(() => undefined);
  const victims = [() => worker.pid(), () => api.pid(), () => postgres.pid()];
  for (let no = 0; no < KILLS * victims.length; no++) {
    const before = lines.length;
    // Something gets through between two kills.
    while (lines.length < before + 3) await Promise.race([sending, pause(50)]);
    await pause(Math.random() * 300);
    process.kill((victims[no % victims.length] as () => number)(), "SIGKILL");
  }
  isOver = true;
  await sending;
  const filed = await product.rowsOf(VISIT);
  const nameOf = (person: string, { line, revision }: FiledLine): string => `${person} ${line}@${revision}`;
  const found = new Map<string, number>();
  for (const { person, answer, row } of filed) {
    expect([nameOf(person, answer), found.get(nameOf(person, answer))]).toEqual([nameOf(person, answer), undefined]);
    found.set(nameOf(person, answer), row);
  }
  expect(lines.filter(({ person, answer, row }) => found.get(nameOf(person, answer)) !== row)).toEqual([]);
  expect(filed.length).toBe(lines.length);
  const stored = await product.photos();
  expect([...photos].filter((sha256) => stored.get(sha256)?.length !== PHOTO_BYTES)).toEqual([]);
  expect((await verifyLedger(product.run.database.pool, product.plan)).broken).toBeNull();
  console.log(`${lines.length} lines and ${photos.size} photos acknowledged, ${KILLS * victims.length} kills`);
}, 300_000);
