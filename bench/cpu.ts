/** Processor time of processes and of all that descend from them; memory of one. */
import { execFileSync } from "node:child_process";

/** `[[days-]hours:]minutes:seconds[.hundredths]`, as `ps` tells it. */
function secondsOf(text: string): number {
  const [, days = "0", rest = ""] = /^(?:(\d+)-)?(.+)$/.exec(text) ?? [];
  return rest.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

/**
 * Seconds of processor time that the processes and their present descendants have had, to the second (what `ps` tells on
 * every system): to be taken over stretches of many seconds.
 */
export function cpuSeconds(roots: readonly number[]): number {
  const listed = execFileSync("ps", ["-A", "-o", "pid=,ppid=,time="], { encoding: "utf8" });
  const all = listed
    .trim()
    .split("\n")
    .map((line) => {
      const [pid = "", ppid = "", time = ""] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(ppid), seconds: secondsOf(time) };
    });
  const wanted = new Set(roots);
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size;
    for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
  }
  return all.filter(({ pid }) => wanted.has(pid)).reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Memory of a process that is in use at present (resident, in MB). */
export function residentMb(pid: number): number {
  return Math.round(Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1_024);
}
