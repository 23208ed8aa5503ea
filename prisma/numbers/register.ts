/** 发文登记簿: numbers as they were given, used and void ones. */
import type { Actor } from "../../domain/ledger/record.js";
import { clientOf } from "../database/client.js";
import { fromJson } from "../database/columns.js";
import type { Pool } from "../database/pool.js";
import type { DocumentNumberModel } from "../generated/models.js";
import * as sql from "../sql/numbers/statements.js";

export interface RegisterFilter {
  readonly issuer?: string | undefined;
  readonly series?: string | undefined;
  readonly year?: number | undefined;
  readonly state?: "used" | "void" | undefined;
}

/** A number's place in the register: by year, issuer and series, each from 1 on. */
export interface RegisterPlace {
  readonly year: number;
  readonly issuer: string;
  readonly series: string;
  readonly no: number;
}

export interface RegisteredNumber extends RegisterPlace {
  readonly documentNo: string;
  /** The main letter; null until it has closed. */
  readonly letter: string | null;
  /** Plan instant. */
  readonly givenAt: number;
  /** Null: the letter went by itself, or an older release did not keep it. */
  readonly givenBy: Actor | null;
  readonly older: boolean;
  readonly voided: { readonly at: number; readonly by: Actor | null; readonly reason: string } | null;
}

/** A series of a year, with how many numbers it has given. */
export interface RegisteredSeries {
  readonly issuer: string;
  readonly series: string;
  readonly year: number;
  readonly count: number;
}

const registered = (row: DocumentNumberModel): RegisteredNumber => ({
  year: row.year,
  issuer: row.issuer,
  series: row.series,
  no: row.no,
  documentNo: row.documentNo,
  letter: row.letterId,
  givenAt: Number(row.givenAt),
  givenBy: row.givenBy === null ? null : fromJson<Actor>(row.givenBy),
  older: row.older,
  voided:
    row.state === "void"
      ? {
          at: Number(row.voidedAt),
          by: row.voidedBy === null ? null : fromJson<Actor>(row.voidedBy),
          reason: row.voidReason ?? "",
        }
      : null,
});

/** Numbers after a place: the newest year first, in it by issuer and series in order. */
export async function listNumbers(
  pool: Pool,
  planId: string,
  filter: RegisterFilter,
  after: RegisterPlace | null,
  take: number,
): Promise<RegisteredNumber[]> {
  const where = { planId, ...defined(filter) };
  const behind = after && {
    OR: [
      { year: { lt: after.year } },
      { year: after.year, issuer: { gt: after.issuer } },
      { year: after.year, issuer: after.issuer, series: { gt: after.series } },
      { year: after.year, issuer: after.issuer, series: after.series, no: { gt: after.no } },
    ],
  };
  const rows = await clientOf(pool).documentNumber.findMany({
    where: behind ? { AND: [where, behind] } : where,
    orderBy: [{ year: "desc" }, { issuer: "asc" }, { series: "asc" }, { no: "asc" }],
    take,
  });
  return rows.map(registered);
}

const defined = ({ issuer, series, year, state }: RegisterFilter) => ({
  ...(issuer === undefined ? {} : { issuer }),
  ...(series === undefined ? {} : { series }),
  ...(year === undefined ? {} : { year }),
  ...(state === undefined ? {} : { state }),
});

/** Every series that has given a number, by year. */
export async function listSeries(pool: Pool, planId: string): Promise<RegisteredSeries[]> {
  const rows = await clientOf(pool).documentNumber.groupBy({
    by: ["year", "issuer", "series"],
    where: { planId },
    _count: true,
    orderBy: [{ year: "desc" }, { issuer: "asc" }, { series: "asc" }],
  });
  return rows.map(({ _count, ...series }) => ({ ...series, count: _count }));
}

/** How many letters went out under numbers: the main one and its copies. */
export async function lettersOfNumbers(
  pool: Pool,
  planId: string,
  numbers: readonly string[],
): Promise<Map<string, number>> {
  const rows = await clientOf(pool).letter.groupBy({
    by: ["documentNo"],
    where: { planId, documentNo: { in: [...numbers] }, state: { notIn: ["draft", "superseded"] } },
    _count: true,
  });
  return new Map(
    rows.flatMap(({ documentNo, _count }) => (documentNo === null ? [] : [[documentNo, _count] as const])),
  );
}

/** The number that a document has been given; null: none. */
export async function numberOf(pool: Pool, planId: string, document: string): Promise<string | null> {
  return (await sql.numberOfDocument.maybe(pool, { planId, document }))?.documentNo ?? null;
}

/** 作废. False: the register has no such number, or it is void already. `at`: plan instant. */
export async function voidNumber(
  pool: Pool,
  planId: string,
  documentNo: string,
  { at, by, reason }: { readonly at: number; readonly by: Actor; readonly reason: string },
): Promise<boolean> {
  return (await sql.voidNumber.count(pool, { planId, documentNo, at, by, reason })) > 0;
}
