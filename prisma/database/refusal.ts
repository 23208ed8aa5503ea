/** What PostgreSQL said when it refused a statement, whether `pg` sent it or Prisma's client did. */
import pg from "pg";

export interface Refusal {
  /** SQLSTATE. */
  readonly state: string;
  /** The constraint that would have been broken, where one was. */
  readonly constraint: string | undefined;
}

/** As the driver adapter puts it, within the client's own error. */
interface AdapterError {
  readonly cause?: { readonly originalCode?: string; readonly constraint?: { readonly index?: string } };
}

interface ClientError extends Error {
  readonly meta?: { readonly driverAdapterError?: AdapterError };
}

/** Null: the error is none of PostgreSQL's. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof pg.DatabaseError)
    return error.code === undefined ? null : { state: error.code, constraint: error.constraint };
  const { originalCode, constraint } = adapterErrorOf(error)?.cause ?? {};
  return originalCode === undefined ? null : { state: originalCode, constraint: constraint?.index };
}

function adapterErrorOf(error: unknown): AdapterError | undefined {
  if (!(error instanceof Error)) return undefined;
  // By its name: the client's code is not loaded for asking.
  if (error.name === "PrismaClientKnownRequestError") return (error as ClientError).meta?.driverAdapterError;
  return error.name === "DriverAdapterError" ? (error as AdapterError) : undefined;
}

/** A row with this key is there already. */
export const isDuplicate = (error: unknown): boolean => refusalOf(error)?.state === "23505";

/** What the row refers to is not there. */
export const isDangling = (error: unknown): boolean => refusalOf(error)?.state === "23503";

/** SQLSTATE class 22: a value is none that the database can hold, and won't be one at the next try. */
export const isUnfitValue = (error: unknown): boolean => refusalOf(error)?.state.startsWith("22") ?? false;

/** SQLSTATE: no such schema, column, function, object or table, and no right to it. */
const SCHEMA = /^(3F000|42(703|883|704|P01|501))$/;

/** The release and the database's schema differ, or its rights were taken: no value that was sent is the cause. */
export const isOfSchema = (error: unknown): boolean => SCHEMA.test(refusalOf(error)?.state ?? "");
