/** Settings of an API process, from its environment, checked at start. */
import { z } from "zod";
import { readEmbeddedConfig, type TemporalTarget } from "../embedded/config.js";

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "must be a PostgreSQL URL, e.g. postgresql://duban:secret@db.example:5432/duban",
  }),
});

export interface ApiConfig {
  readonly databaseUrl: string;
  readonly temporal: TemporalTarget;
  readonly port: number;
}

export class ApiConfigError extends Error {}

export function readApiConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const parsed = schema.safeParse(env);
  if (!parsed.success)
    throw new ApiConfigError(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`).join("\n"));
  const { temporal, ports } = readEmbeddedConfig(env);
  if (!temporal) throw new ApiConfigError("TEMPORAL_ADDRESS is not set: name the Temporal server, e.g. 127.0.0.1:7233");
  return { databaseUrl: parsed.data.DATABASE_URL, temporal, port: ports.api };
}
