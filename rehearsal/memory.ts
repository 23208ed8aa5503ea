/** The most memory a process has had. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Bytes of the process's largest resident set so far. Only Linux keeps the peak of another process (VmHWM); elsewhere it
 * is what the process has now, which a Node.js process at the end of its work has mostly kept.
 */
export function peakMemoryOf(pid: number): number {
  if (process.platform !== "linux") {
    const kilobytes = execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
    return Number(kilobytes.trim()) * 1024;
  }
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (peak === undefined) throw new Error(`/proc/${pid}/status names no peak memory (VmHWM): has the process ended?`);
  return Number(peak) * 1024;
}

/** Bytes of this process's own peak. */
export function ownPeakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
