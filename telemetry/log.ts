/** The log of every process that runs by itself: JSON lines on standard output, without anything about a person. */
import { pino, type DestinationStream, type Logger } from "pino";
import type { LogLevel } from "./config.js";
import { toldError } from "./errors.js";
import { currentSpan } from "./spans.js";

export type { Logger };

/** Mail servers repeat the address in what they refuse with. */
const ADDRESS = /[^\s@<>()[\],;:\\"/=]+@[^\s@<>()[\],;:\\"]+/g;
/** Passwords in addresses of servers, which drivers repeat when they cannot connect. */
const LOGIN = /(:\/\/)[^\s/@"]+@/g;

export const withoutPeople = (line: string): string => line.replace(LOGIN, "$1[login]@").replace(ADDRESS, "[address]");

/** What nobody caught ends the process, told as everything else is: what Node would print has all that an error carries. */
export function logCrashes(log: Logger): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "ended by an error that nobody caught");
    process.exit(1);
  });
}

/** `part` names the process: api, worker, mailbox. */
export function createLog(part: string, level: LogLevel, to?: DestinationStream): Logger {
  const options = {
    level,
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Where tracing is on, each line names the trace it was written in: the same in API and worker.
    serializers: { err: toldError, error: toldError },
    mixin: () => ({ ...currentSpan() }),
    hooks: { streamWrite: withoutPeople },
  };
  return to === undefined ? pino(options) : pino(options, to);
}
