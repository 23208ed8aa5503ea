/** Tells a database that cannot be reached from a statement that is wrong. */
import { refusalOf } from "./refusal.js";

/** Operating system codes of a connection that fails or is lost. */
const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** SQLSTATE: connection exceptions, shutdown and start-up, no room, and a statement that ran out of time. */
const SQL = /^(08...|57P0[1-5]|53...|57014)$/;
/** Prisma's own codes for the same. */
const PRISMA = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"]);
/** The pool and its client say these without a code. */
const SAID = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;
const ADAPTER = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);

/** SQLSTATE of what a later attempt may not meet: serialization, deadlock, a lock or a time that was not to be had. */
const BUSY = /^(40...|55P03|25P0[34]|57...)$/;

/** Whether a later attempt may succeed: the database is away, or was too busy. */
export function isTransient(error: unknown): boolean {
  if (databaseAway(error)) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as Error & { code?: unknown };
  return (typeof code === "string" && BUSY.test(code)) || isTransient(error.cause);
}

export function databaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  const { code, cause, kind, message } = error as Error & { code?: unknown; kind?: unknown };
  if (typeof code === "string" && (NETWORK.has(code) || PRISMA.has(code))) return true;
  if (SQL.test(refusalOf(error)?.state ?? "")) return true;
  if (SAID.test(message)) return true;
  if (error instanceof AggregateError && error.errors.some((one) => databaseAway(one, depth + 1))) return true;
  const told = (cause ?? {}) as { kind?: unknown };
  if ([kind, told.kind].some((one) => typeof one === "string" && ADAPTER.has(one))) return true;
  return databaseAway(cause, depth + 1);
}
