/** Does what a fault says to the stage, and undoes it where it lasts. */
import type { Fault, Link } from "./faults.js";
import { send } from "./processes.js";
import type { Stage } from "./stage.js";

export interface Injected {
  /** What it did, in words. */
  readonly what: string;
  /** Ends what lasts. */
  lift(): void;
}

/** Enough for a busy worker to crawl, little enough to be felt (bytes a second). */
const THROTTLE = 40_000;
/** Added to every packet each way (milliseconds). */
const DELAY = 60;

const nothing = (): void => undefined;

export function inject(stage: Stage, fault: Fault): Injected {
  switch (fault.kind) {
    case "kill":
      for (const part of fault.parts) stage.kill(part);
      return { what: "killed with SIGKILL", lift: nothing };
    case "stop":
      for (const part of fault.parts) stage.askToLeave(part);
      return { what: "asked to leave", lift: nothing };
    case "freeze":
      return freeze(fault.parts.flatMap((part) => stage.pids(part)));
    case "cut":
      return { what: `${sum(fault.links, (link) => stage.proxy(link).cut())} connections cut`, lift: nothing };
    case "refuse":
      return {
        what: `${sum(fault.links, (link) => stage.proxy(link).refuse(true))} connections cut, new ones refused`,
        lift: () => void sum(fault.links, (link) => stage.proxy(link).refuse(false)),
      };
    case "delay":
      return slow(fault.links, `${DELAY} ms on each packet`, (link, on) => stage.proxy(link).delay(on ? DELAY : 0));
    case "throttle":
      return slow(fault.links, `${THROTTLE / 1_000} kB a second`, (link, on) =>
        stage.proxy(link).throttle(on ? THROTTLE : 0),
      );
    case "smtp":
      stage.smtp.trouble(fault.how);
      return { what: "mail server in trouble", lift: () => stage.smtp.trouble(null) };
    case "disk":
      return fill(stage, fault.part);
  }
}

function freeze(pids: readonly number[]): Injected {
  const stopped = pids.filter((pid) => send(pid, "SIGSTOP"));
  return {
    what: `${stopped.length} process${stopped.length === 1 ? "" : "es"} stopped`,
    lift: () => {
      for (const pid of stopped) send(pid, "SIGCONT");
    },
  };
}

function sum(links: readonly Link[], each: (link: Link) => number): number {
  return links.reduce((total, link) => total + each(link), 0);
}

function slow(links: readonly Link[], what: string, set: (link: Link, on: boolean) => void): Injected {
  for (const link of links) set(link, true);
  return {
    what,
    lift: () => {
      for (const link of links) set(link, false);
    },
  };
}

function fill(stage: Stage, part: "postgres" | "temporal"): Injected {
  const quota = stage.quotas[part];
  if (!quota)
    throw new Error(`the data directory of ${part} has no quota on this machine: leave "disk ${part}" out with --only`);
  quota.fill();
  return { what: "no byte left", lift: () => quota.release() };
}
