/**
 * The environment of a process, with secrets read from files: for each secret setting NAME, `NAME_FILE` may name a file that holds
 * it (a secret of Docker or Kubernetes, a credential of systemd), so that it stands in no listing of processes and no manifest.
 */
import { readFileSync } from "node:fs";

/** Settings that may come from a file; keys, passwords and addresses that hold passwords. */
const SECRET =
  /^(DATABASE_(\w+_)?URL|SMTP_URL|TEMPORAL_API_KEY|AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|DUBAN_SMS_(URL|HEADERS|BODY)|DUBAN_\w*(SECRET|KEY|KEYS|PASSWORD|TOKEN))$/;
const FILE = /^(\w+)_FILE$/;

/** A secret's file can't be read, or is named beside the secret itself. */
export class EnvironmentError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EnvironmentError";
  }
}

/** Every name that could be a secret's, for tests and `doctor`. */
export const isSecret = (name: string): boolean => SECRET.test(name);

/**
 * `env` with what its `…_FILE` variables name in the place of these. One line break at a file's end is not the secret's;
 * an empty file counts as not set, as an empty variable does. Throws EnvironmentError, which names variable and file, and never what is in it.
 */
export function environment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const read: Record<string, string> = {};
  for (const [variable, file] of Object.entries(env)) {
    const name = FILE.exec(variable)?.[1];
    if (name === undefined || !isSecret(name) || !file) continue;
    if (env[name]) throw new EnvironmentError(`${variable} and ${name} are both set: keep one`);
    read[name] = secretIn(variable, file);
  }
  return { ...env, ...read };
}

/** Takes them into this process's own environment, once at its start: whoever reads settings, and every child, finds them there. */
export function takeSecretsFromFiles(): void {
  const { env } = process;
  const whole = environment(env);
  for (const variable of Object.keys(env)) {
    const name = FILE.exec(variable)?.[1];
    if (name === undefined || !isSecret(name) || !env[variable]) continue;
    env[name] = whole[name];
    delete env[variable];
  }
}

function secretIn(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new EnvironmentError(
      `${variable}: ${(error as Error).message}; it must name a file that this user may read`,
      {
        cause: error,
      },
    );
  }
}
