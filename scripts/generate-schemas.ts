/** Writes plans/schema/*.schema.json from the loader's formats: node embedded/run.mjs scripts/generate-schemas.ts */
import { mkdir, writeFile } from "node:fs/promises";
import { jsonSchemas } from "../loader/json-schema.js";

const folder = new URL("../plans/schema/", import.meta.url);
await mkdir(folder, { recursive: true });
for (const [name, text] of jsonSchemas()) await writeFile(new URL(name, folder), text);
