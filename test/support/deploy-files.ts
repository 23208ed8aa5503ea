/** compose.yaml, the systemd units and the Kubernetes manifest, read as whoever starts their processes does. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, parseAllDocuments } from "yaml";

export const ROOT = path.resolve(import.meta.dirname, "../..");
export const read = (name: string): string => readFileSync(path.join(ROOT, name), "utf8");

export interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

export const compose = (): Compose => parse(read("compose.yaml"), { merge: true }) as Compose;

/** `NAME=value` lines, as compose and systemd read them; comments and what is commented out left away. */
export const variablesIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const [, name, value = ""] = /^([A-Z_0-9]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, "$2")]];
    }),
  );

/** As compose does: ${NAME}, ${NAME:-default}, ${NAME:?why}. Throws where a needed one is missing. */
export function interpolate(text: string, filled: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{([A-Z_0-9]+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, more = "") => {
    const value = filled[name];
    if (value !== undefined && value !== "") return value;
    if (kind === "-") return more;
    throw new Error(`${name} is not in deploy/example.env`);
  });
}

/** Makes the secrets in a folder of its own, as whoever deploys does. Answers the folder. */
export function makeSecrets(env: NodeJS.ProcessEnv = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), "duban-deploy-secrets-"));
  const smtp = { SMTP_URL: "smtp://user:secret@mail.example.gov.cn:587" };
  execFileSync("sh", [path.join(ROOT, "deploy/make-secrets.sh"), folder], { env: { ...process.env, ...smtp, ...env } });
  return folder;
}

/** The environment of a service, its secrets in `folder` instead of in a container. */
export function composeEnvironment(
  service: string,
  folder: string,
  filled: Readonly<Record<string, string>> = variablesIn(read("deploy/example.env")),
): NodeJS.ProcessEnv {
  const { services, secrets } = compose();
  const { environment = {}, secrets: given = [] } = services[service] ?? {};
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      interpolate(String(value), filled).replace(/^\/run\/secrets\/(.+)$/, (_all, secret: string) => {
        if (!given.includes(secret)) throw new Error(`${service} is not given the secret ${secret}`);
        const file = secrets[secret]?.file ?? "";
        return path.join(folder, path.basename(file));
      }),
    ]),
  );
}

/** The values of a unit's directive, in order. */
export const directives = (unit: string, name: string): string[] =>
  read(`deploy/systemd/${unit}`)
    .split("\n")
    .flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));

/** The environment of a unit's process: its instance is `instance`, its credentials lie in `folder`. */
export function unitEnvironment(unit: string, instance: string, folder: string): NodeJS.ProcessEnv {
  const credentials = new Map(directives(unit, "LoadCredential").map((line) => line.split(":") as [string, string]));
  const own = directives(unit, "Environment").flatMap((line) =>
    line.split(" ").map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  return {
    ...variablesIn(read("deploy/systemd/duban.env")),
    ...Object.fromEntries(
      own.map(([name, value]) => [
        name,
        value.replaceAll("%i", instance).replace(/^%d\/(.+)$/, (_all, name_: string) => {
          const file = credentials.get(name_);
          if (file === undefined) throw new Error(`${unit} loads no credential ${name_}`);
          return path.join(folder, path.basename(file));
        }),
      ]),
    ),
  };
}

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

export interface Pod {
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: { readonly items: readonly { readonly key: string; readonly path: string }[] };
  }[];
}

export const manifests = (): Manifest[] =>
  parseAllDocuments(read("deploy/kubernetes/duban.yaml")).map((document) => document.toJS() as Manifest);

/** The pod of a workload of the manifest. */
export const podOf = (name: string): Pod => {
  const found = manifests().find(
    ({ metadata, kind }) => metadata.name === name && ["Job", "Deployment"].includes(kind),
  );
  return (found as Manifest & { readonly spec: { readonly template: { readonly spec: Pod } } }).spec.template.spec;
};

/** The environment of its container, with its mounted secrets in `folder`. */
export function podEnvironment(name: string, folder: string): NodeJS.ProcessEnv {
  const pod = podOf(name);
  const settings = manifests().find(({ kind }) => kind === "ConfigMap") as Manifest & {
    readonly data: Readonly<Record<string, string>>;
  };
  const items = pod.volumes.find(({ secret }) => secret)?.secret?.items ?? [];
  const env = pod.containers[0]?.env ?? [];
  return {
    ...settings.data,
    ...Object.fromEntries(
      env.map((variable) => [
        variable.name,
        variable.value.replace(/^\/run\/secrets\/duban\/(.+)$/, (_all, mounted: string) => {
          const item = items.find((one) => one.path === mounted);
          if (item === undefined) throw new Error(`${name} mounts no secret ${mounted}`);
          return path.join(folder, item.key);
        }),
      ]),
    ),
  };
}
