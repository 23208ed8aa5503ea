/**
 * What lies between a database and prisma/schema.prisma, as SQL: Prisma's own schema engine in its WebAssembly build, which
 * needs no download. Checks, triggers and functions are invisible to it.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import { openPool, type Pool } from "../prisma/database/pool.js";

const SCHEMA = fileURLToPath(new URL("../prisma/schema.prisma", import.meta.url));

/** PostgreSQL's `"char"`, of its catalogues, which the adapter does not know; an array of it, which it does, stands for it. */
const CHAR = 18;
const CHAR_ARRAY = 1002;

/** What is used of WebAssembly, which the compiler knows of browsers only. */
const { WebAssembly: wasm } = globalThis as unknown as {
  readonly WebAssembly: {
    instantiate(
      bytes: Uint8Array,
      imports: Readonly<Record<string, unknown>>,
    ): Promise<{ readonly instance: { readonly exports: { __wbindgen_start(): void } } }>;
  };
};

/** The SQL that brings a database to the schema; null when nothing is missing. */
export async function schemaDiff(databaseUrl: string): Promise<string | null> {
  const content = await readFile(SCHEMA, "utf8");
  const files = [{ path: "schema.prisma", content }];
  const pool = openPool(databaseUrl, { size: 1 });
  try {
    const engine = await newEngine(pool, files);
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: "." },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    // 2: there is a difference, as `prisma migrate diff --exit-code` has it.
    return exitCode === 2 ? (stdout ?? "") : null;
  } finally {
    await pool.end();
  }
}

type Files = readonly { readonly path: string; readonly content: string }[];

async function newEngine(pool: Pool, files: Files): Promise<SchemaEngine> {
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(new CatalogueAdapter(pool));
  return SchemaEngine.new({ datamodels: files.map((file) => [file.path, file.content]) }, () => undefined, adapter);
}

/** Once in a process: the package keeps the module's memory for itself. */
let loading: ReturnType<typeof loadEngine> | undefined;

/** Node loads no WebAssembly by `import` yet, as the package's own entry would. */
async function loadEngine() {
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const binary = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const { instance } = await wasm.instantiate(await readFile(binary.replace(/\.js$/, ".wasm")), {
    "./schema_engine_bg.js": glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  // The engine's own last words; the process then ends with "unreachable".
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (said: string) => console.error(said) } });
  instance.exports.__wbindgen_start();
  return glue;
}

/** The adapter of the client, able to read PostgreSQL's catalogues too. */
class CatalogueAdapter extends PrismaPg {
  constructor(pool: Pool) {
    super(pool);
    const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<{ fields?: { dataTypeID: number }[] }>;
    const relabelled = async (...args: unknown[]) => {
      const result = await query(...args);
      for (const field of result.fields ?? []) if (field.dataTypeID === CHAR) field.dataTypeID = CHAR_ARRAY;
      return result;
    };
    Object.assign(pool, { query: relabelled });
  }

  override async connect(): ReturnType<PrismaPg["connect"]> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const { columnTypes, ...result } = await queryRaw(query);
      const { Character, CharacterArray } = ColumnTypeEnum;
      return { ...result, columnTypes: columnTypes.map((type) => (type === CharacterArray ? Character : type)) };
    };
    return adapter;
  }
}
