/** What PostgreSQL says of a statement before it is run: its parameters' types and its result's columns. */
import type { Client, Submittable } from "../../../prisma/database/connect.js";

interface Field {
  readonly name: string;
  readonly tableID: number;
  readonly columnID: number;
  readonly dataTypeID: number;
}

export interface Described {
  readonly params: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    /** Whether it is a table's own column that may be NULL; null for an expression. */
    readonly nullable: boolean | null;
  }[];
}

/** The part of pg's connection that speaks the extended protocol. */
interface Wire {
  parse(message: { text: string }): void;
  describe(message: { type: "S" }): void;
  sync(): void;
  once(event: "parameterDescription", listener: (message: { dataTypeIDs: readonly number[] }) => void): void;
}

export async function describe(client: Client, text: string): Promise<Described> {
  const { params, fields } = await ask(client, text);
  const { rows: named } = await client.query<{ oid: number; name: string }>(
    "SELECT oid::int, format_type(oid, NULL) AS name FROM pg_type WHERE oid = ANY($1::oid[])",
    [[...params, ...fields.map((field) => field.dataTypeID)]],
  );
  const { rows: own } = await client.query<{ place: string; nullable: boolean }>(
    `SELECT attrelid::int || '.' || attnum AS place, NOT attnotnull AS nullable FROM pg_attribute
     WHERE attrelid = ANY($1::oid[]) AND attnum > 0
       -- PostgreSQL doesn't say of a view's columns whether they may be NULL.
       AND attrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p'))`,
    [fields.map((field) => field.tableID)],
  );
  const typeOf = new Map(named.map(({ oid, name }) => [oid, name]));
  const nullable = new Map(own.map((each) => [each.place, each.nullable]));
  return {
    params: params.map((oid) => typeOf.get(oid) ?? String(oid)),
    columns: fields.map(({ name, tableID, columnID, dataTypeID }) => ({
      name,
      type: typeOf.get(dataTypeID) ?? String(dataTypeID),
      nullable: nullable.get(`${tableID}.${columnID}`) ?? null,
    })),
  };
}

function ask(client: Client, text: string): Promise<{ params: readonly number[]; fields: readonly Field[] }> {
  return new Promise((resolve, reject) => {
    let params: readonly number[] = [];
    let fields: readonly Field[] = [];
    let failure: Error | undefined;
    const query = {
      submit(wire: Wire) {
        wire.once("parameterDescription", (message) => {
          params = message.dataTypeIDs;
        });
        wire.parse({ text });
        wire.describe({ type: "S" });
        wire.sync();
        return null;
      },
      handleRowDescription(message: { fields: readonly Field[] }) {
        fields = message.fields;
      },
      handleError(error: Error, wire: Wire) {
        failure = error;
        wire.sync();
      },
      handleReadyForQuery() {
        if (failure) reject(failure);
        else resolve({ params, fields });
      },
    };
    client.query(query as unknown as Submittable);
  });
}
