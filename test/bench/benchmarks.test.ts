/** Every benchmark at its smallest, by the command: it runs, and its JSON has what it promises. No figure is judged. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { RUN } from "../../embedded/supervisor.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function bench(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [RUN, "bench/main.ts", ...args], { cwd: ROOT });
  const text = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (text.out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (text.err += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...text };
}

const NAMES = [
  "storm",
  "letters",
  "action",
  "rehearsal",
  "growth",
  "reads",
  "inspections",
  "exports",
  "registers",
  "grid",
  "months",
  "national",
];
type Figures = Record<string, unknown>;
let run: Awaited<ReturnType<typeof bench>>;
const found = new Map<string, Figures>();
beforeAll(async () => {
  run = await bench("--small", "--rounds", "1", "--json");
  // What kept it from going on is in what it said, and must not be hidden behind a line that is missing.
  expect(run.code, run.err).toBe(0);
  for (const line of run.out.trim().split("\n")) {
    const figures = JSON.parse(line) as Figures;
    found.set(String(figures.benchmark), figures);
  }
}, 600_000);

it("runs all of them, in order", () => {
  expect([...found.keys()]).toEqual(NAMES);
});

const NUMBER = expect.any(Number) as number;
const LATENCY = { count: NUMBER, p50: NUMBER, p99: NUMBER };

describe("figures", () => {
  it.each(NAMES)("of %s say on what they were measured", (name) => {
    expect(found.get(name)).toMatchObject({
      machine: { cores: NUMBER, memoryGb: NUMBER, loadBefore: NUMBER },
      versions: { node: process.version, pgBoss: "10.4.2", graphileWorker: "0.17.3" },
    });
  });

  it("of the storm: ours beside every peer", () => {
    const peer = { recordedMs: NUMBER, ratio: NUMBER };
    expect(found.get("storm")).toMatchObject({
      items: 64,
      recordedMs: NUMBER,
      lettersPerSecond: NUMBER,
      peers: { workflowPerItem: peer, pgBoss: peer, pgBossFetch: peer, graphileWorker: peer },
    });
  });

  it("of an afternoon's visits: all of them sent, while others acted", () => {
    expect(found.get("inspections")).toMatchObject({
      visits: 3,
      lines: 75,
      photos: 3,
      seconds: NUMBER,
      rounds: [{ seconds: NUMBER, acted: { ...LATENCY, failed: 0 } }],
      scriptKb: NUMBER,
    });
  });

  it("of lists as files", () => {
    const taken = { rows: 128, seconds: NUMBER, perSecond: NUMBER, megabytes: NUMBER, memoryMb: NUMBER };
    expect(found.get("exports")).toMatchObject({ rows: 128, xlsx: taken, csv: taken });
  });

  it("of registers: a workbook in, all rows out", () => {
    expect(found.get("registers")).toMatchObject({
      rows: 200,
      recordSeconds: NUMBER,
      peakMb: NUMBER,
      exported: 1_000,
      xlsxPerSecond: NUMBER,
      csvPerSecond: NUMBER,
    });
  });

  it("of acts, reads and rehearsals", () => {
    expect(found.get("action")).toMatchObject({ alone: LATENCY, oneTask: LATENCY, acrossTasks: LATENCY });
    expect(found.get("reads")).toMatchObject({
      plans: 2,
      items: 128,
      heatMap: LATENCY,
      myItems: LATENCY,
      itemPage: LATENCY,
    });
    const played = { seconds: NUMBER, transitionsPerItem: NUMBER, peakMemoryMb: NUMBER };
    expect(found.get("rehearsal")).toMatchObject({
      silence: played,
      silenceTasks: played,
      typical: played,
      typicalTasks: played,
    });
  });

  it("of growth and the country", () => {
    expect(found.get("growth")).toMatchObject({
      steps: [
        { plans: 1, workers: 1, items: 64, action: LATENCY },
        { plans: 1, workers: 2, items: 64, action: LATENCY },
        { plans: 2, workers: 1, items: 128, action: LATENCY },
        { plans: 2, workers: 2, items: 128, action: LATENCY },
      ],
      gain: NUMBER,
    });
    expect(found.get("national")).toMatchObject({
      counties: 2_844,
      coresNeeded: NUMBER,
      measuredSecondsOfLargest: NUMBER,
    });
  });
});

it("lists the names where one is unknown", async () => {
  const { code, out, err } = await bench("--only", "weather");
  expect(code).toBe(2);
  expect(out).toBe("");
  for (const name of ["weather", ...NAMES]) expect(err).toContain(name);
});

it("has a place in the document for each", () => {
  const document = readFileSync(`${ROOT}/docs/benchmarks.md`, "utf8");
  for (const name of ["surroundings", ...NAMES]) expect(document).toContain(`<!-- bench:${name} -->`);
});
