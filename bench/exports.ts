/** `exports`: the worklist of a plan as large as no county has one, as a workbook and as CSV, from the first request to the last byte. */
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { fillTables, multiplyItems } from "../prisma/database/bulk.js";
import { startApi } from "./api-process.js";
import { atLeast, atMost } from "./aims.js";
import { fill } from "./filled.js";
import type { Bench, Benchmark, Report } from "./run.js";
import { round } from "./statistics.js";

/** 64 × 29 × 65 = 120,640 items. */
const FULL = { milestones: 29, ledgerRows: 3_800, copies: 64 };
const SMALL = { milestones: 1, ledgerRows: 100, copies: 1 };
const FORMATS = ["xlsx", "csv"] as const;

interface Taken {
  readonly rows: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly megabytes: number;
  /** Above what the process held before (MB). */
  readonly memoryMb: number;
}

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;

/** Reads it to its end, watching how large the process grows. */
function take(url: string, token: string, pid: number): Promise<{ seconds: number; bytes: number; memoryMb: number }> {
  const before = residentMb(pid);
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, residentMb(pid))), 50);
  const since = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { headers: { Authorization: `Bearer ${token}` } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`${url} answered ${String(response.statusCode)}`));
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ seconds: (performance.now() - since) / 1_000, bytes, memoryMb: most - before }),
      );
    }).on("error", reject);
  }).finally(() => clearInterval(watch)) as Promise<{ seconds: number; bytes: number; memoryMb: number }>;
}

async function run(bench: Bench): Promise<Report> {
  const { milestones, ledgerRows, copies } = bench.size === "full" ? FULL : SMALL;
  const filled = await fill(bench, 1, milestones, ledgerRows);
  const [planId = ""] = filled.planIds;
  try {
    await bench.progress.step(
      () => `exports: ${filled.items * (copies + 1)} items`,
      () => fillTables(filled.pool, ["stream", "ledger", "item"], () => multiplyItems(filled.pool, planId, copies)),
    );
    const { child, origin, token } = await startApi(bench, filled.databaseUrl, "none");
    try {
      const rows = filled.items * (copies + 1);
      const found: Partial<Record<(typeof FORMATS)[number], Taken>> = {};
      const plan = `${origin}/api/v1/plans/${planId}`;
      // Whoever looks first waits for the plan's items to be read: that is the list's own time, and no file's.
      await take(`${plan}/worklist?limit=1`, token, child.pid());
      for (const format of FORMATS) {
        bench.signal.throwIfAborted();
        const { seconds, bytes, memoryMb } = await take(
          `${plan}/exports/worklist?format=${format}`,
          token,
          child.pid(),
        );
        found[format] = {
          rows,
          seconds: round(seconds, 1),
          perSecond: Math.round(rows / seconds),
          megabytes: round(bytes / 1e6, 1),
          memoryMb: Math.round(memoryMb),
        };
      }
      return reportOf(rows, found as Record<(typeof FORMATS)[number], Taken>);
    } finally {
      await child.stop();
    }
  } finally {
    await filled.drop();
  }
}

function reportOf(rows: number, found: Readonly<Record<(typeof FORMATS)[number], Taken>>): Report {
  return {
    figures: { rows, ...found },
    tables: [
      {
        title: `The worklist of ${rows} items as a file; one API process`,
        columns: ["format", "seconds", "rows a second", "MB", "memory above before, MB"],
        rows: FORMATS.map((format) => {
          const { seconds, perSecond, megabytes, memoryMb } = found[format];
          return [format, seconds, perSecond, megabytes, memoryMb];
        }),
      },
    ],
    aims: FORMATS.flatMap((format) => [
      atLeast(`${format}: rows a second`, found[format].perSecond, 5_000, ""),
      atMost(`${format}: memory above before`, found[format].memoryMb, 300, "MB"),
    ]),
  };
}

export const exportsBenchmark: Benchmark = {
  name: "exports",
  about: "lists as files: 120,000 rows as a workbook and as CSV",
  run,
};
