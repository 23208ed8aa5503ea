/** The table of packages as it follows from the plan's own rows: by the append, row by row, and by a rebuild, from all of them. */
import type { LedgerRow, NewRow } from "../../domain/ledger/record.js";
import type { Connection } from "../database/pool.js";
import * as sql from "../sql/packages/statements.js";
import type { Values } from "../sql/columns.js";

export type PackageRow = Values<(typeof sql.putPackages)["params"]>["rows"][number];
type Signed = Pick<PackageRow, "signed_on" | "signed_by" | "signed_post">;

const UNSIGNED: Signed = { signed_on: null, signed_by: null, signed_post: null };

const keyOf = ({ year, holder_kind, holder }: Pick<PackageRow, "year" | "holder_kind" | "holder">): string =>
  `${year}/${holder_kind}/${holder}`;

/** The packages that rows give, with the signatures among them. */
export function packageRows(rows: readonly (NewRow | LedgerRow)[]): PackageRow[] {
  const found = new Map<string, PackageRow>();
  for (const row of rows) {
    if (row.type === "packagesAssigned") {
      const { year, on: assigned_on, units, seats } = row.payload;
      const base = { year, assigned_on, ...UNSIGNED };
      for (const { unit: holder, named, villages } of units)
        put({ ...base, holder_kind: "unit", holder, named, villages });
      for (const { post: holder, villages } of seats)
        put({ ...base, holder_kind: "seat", holder, named: true, villages });
    } else if (row.type === "packageSignedFor") {
      const { year, holder } = row.payload;
      const key = keyOf({ year, holder_kind: holder.kind, holder: holder.id });
      const before = found.get(key);
      if (before) found.set(key, { ...before, ...signedOf(row) });
    }
  }
  return [...found.values()];

  function put(of: PackageRow): void {
    found.set(keyOf(of), of);
  }
}

function signedOf({ payload, actor }: NewRow<"packageSignedFor"> | LedgerRow<"packageSignedFor">): Signed {
  return { signed_on: payload.on, signed_by: actor?.person ?? null, signed_post: actor?.post ?? null };
}

/** Writes what a stream's new rows say of packages. */
export async function writePackages(connection: Connection, planId: string, rows: readonly NewRow[]): Promise<void> {
  const given = packageRows(rows);
  if (given.length > 0) await sql.putPackages.run(connection, { planId, rows: given });
  for (const row of rows) {
    if (row.type !== "packageSignedFor" || !row.actor) continue;
    const { year, holder, on } = row.payload;
    const { person: by, post } = row.actor;
    await sql.signPackage.run(connection, { planId, year, ...holder, on, by, post });
  }
}
