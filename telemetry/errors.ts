/**
 * Errors as they may be told: in logs, alarms, problems and other systems' histories. What PostgreSQL says beside its code
 * (detail, where, hint, often the message itself) quotes rows and parameters, so of its errors only the code, the constraint and the
 * table are told, whether `pg` threw them or Prisma's client did.
 */

export interface ToldError {
  readonly type: string;
  readonly message: string;
  /** SQLSTATE, an operating system's or a library's code. */
  readonly code?: string | number;
  readonly constraint?: string;
  readonly table?: string;
  /** Where it was thrown, without its message. */
  readonly stack?: string;
  readonly cause?: ToldError;
}

/** What PostgreSQL refused a statement with. */
interface Refused {
  readonly state: string;
  readonly constraint?: string | undefined;
  readonly table?: string | undefined;
  readonly said: string;
}

const SQLSTATE = /^[0-9A-Z]{5}$/;
/**
 * Classes whose messages name roles, tables and settings, and no values: connections, no room, shutdown, time-outs, locks, rights
 * and names. What they say is what an operator needs.
 */
const WITHOUT_VALUES = /^(08|25|28|3D|40|42|53|55|57|58)/;
/** Further down there is nothing new, or a circle. */
const DEEPEST = 5;

type Fields = Error & {
  readonly code?: unknown;
  readonly severity?: unknown;
  readonly constraint?: unknown;
  readonly table?: unknown;
  readonly meta?: { readonly driverAdapterError?: AdapterError };
};
interface AdapterError {
  readonly cause?: {
    readonly originalCode?: string;
    readonly originalMessage?: string;
    readonly constraint?: { readonly index?: string };
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function refusedBy(error: Error): Refused | null {
  const { code, severity, constraint, table, meta, message } = error as Fields;
  if (typeof code === "string" && SQLSTATE.test(code) && typeof severity === "string")
    return { state: code, constraint: textOf(constraint), table: textOf(table), said: message };
  const adapter = error.name === "DriverAdapterError" ? (error as AdapterError) : meta?.driverAdapterError;
  const { originalCode, originalMessage, constraint: broken } = adapter?.cause ?? {};
  return originalCode === undefined
    ? null
    : { state: originalCode, constraint: broken?.index, said: originalMessage ?? "" };
}

/** Prisma's client quotes the call with what was passed to it. */
const isClientError = (error: Error): boolean => error.name.startsWith("PrismaClient");

function messageOf(error: Error): string {
  const refused = refusedBy(error);
  if (refused === null)
    return isClientError(error) ? `${error.name} ${textOf((error as Fields).code) ?? ""}`.trim() : error.message;
  const { state, constraint, table, said } = refused;
  return [
    `PostgreSQL refused the statement, SQLSTATE ${state}`,
    ...(constraint === undefined ? [] : [`constraint ${constraint}`]),
    ...(table === undefined ? [] : [`table ${table}`]),
    ...(WITHOUT_VALUES.test(state) && said !== "" ? [said] : []),
  ].join(", ");
}

/** Whether the error, or one that caused it, is a database's or its client's. */
export function isOfDatabase(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEEPEST) return false;
  return refusedBy(error) !== null || isClientError(error) || isOfDatabase(error.cause, depth + 1);
}

/** An error's message as it may be told. One that repeats what a database's said is told as that is. */
export function toldMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const quoted = quotedCause(error);
  return quoted === null ? messageOf(error) : error.message.replaceAll(quoted.message, messageOf(quoted));
}

/** A database's error whose message stands in the error's own. */
function quotedCause(error: Error): Error | null {
  let cause = error.cause;
  for (let depth = 0; cause instanceof Error && depth < DEEPEST; depth++, cause = cause.cause)
    if (cause.message !== "" && error.message.includes(cause.message) && isOfDatabase(cause)) return cause;
  return null;
}

/** An error as a log has it. Not an error: as it is. */
export function toldError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error) || depth > DEEPEST) return error instanceof Error ? undefined : error;
  const { code } = error as Fields;
  const refused = refusedBy(error);
  const stack = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
  const cause = error.cause instanceof Error ? (toldError(error.cause, depth + 1) as ToldError | undefined) : undefined;
  return {
    type: error.constructor.name || error.name,
    message: toldMessage(error),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(refused?.constraint === undefined ? {} : { constraint: refused.constraint }),
    ...(refused?.table === undefined ? {} : { table: refused.table }),
    ...(stack ? { stack } : {}),
    ...(cause === undefined ? {} : { cause }),
  } satisfies ToldError;
}
