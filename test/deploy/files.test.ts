/**
 * compose.yaml, systemd units, the Kubernetes manifest and the Dockerfile against the code they start: settings that exist, secrets
 * that are made, files that are there. No container runs; test/deploy/as-deployed.test.ts runs the processes.
 */
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import * as models from "kubernetes-models";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readApiConfig } from "../../api/config.js";
import { environment, isSecret } from "../../settings/environment.js";
import { readWorkerConfig } from "../../worker/config.js";
import {
  compose as readCompose,
  composeEnvironment,
  directives,
  interpolate,
  makeSecrets,
  manifests,
  podEnvironment,
  podOf,
  read,
  ROOT as root,
  unitEnvironment,
  variablesIn,
} from "../support/deploy-files.js";

const compose = readCompose();
const services = Object.entries(compose.services);
const example = variablesIn(read("deploy/example.env"));
/** Names that the example offers, set or commented out. */
const offered = new Set([...read("deploy/example.env").matchAll(/^(?:# )?([A-Z_0-9]+)=/gm)].map(([, name]) => name));
const scripts = (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts;
const SMTP = "smtp://user:secret@mail.example.gov.cn:587";

let secrets: string;
beforeAll(() => {
  secrets = makeSecrets();
});
afterAll(() => rmSync(secrets, { recursive: true, force: true }));

/** Every variable that the code reads, by its name in it. */
const known = new Set(
  ["api", "worker", "embedded", "mail", "telemetry", "settings", "scripts", "workflows", "prisma/checkpoints"].flatMap(
    (folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .flatMap((file) => read(path.join(folder, file)).match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []),
  ),
);
const OWNER = "DATABASE_OWNER_URL";

/** What a process of the product is given: settings that it knows, secrets by file only, addresses that fit. */
function expectSettings(env: NodeJS.ProcessEnv, what: string): void {
  for (const name of Object.keys(env)) {
    const meant = name.endsWith("_FILE") && isSecret(name.slice(0, -5)) ? name.slice(0, -5) : name;
    expect(known.has(meant) || meant === OWNER || meant === "NODE_ENV", `${what}: ${name}`).toBe(true);
    // A template of SMS may name a secret's place; an address without one is no secret.
    if (isSecret(name) && env[name] && !name.startsWith("DUBAN_SMS_")) expect(name, `${what} shows a secret`).toBe("");
  }
}

describe("deploy/make-secrets.sh", () => {
  it("makes what is missing, for its owner alone, and leaves what is there", () => {
    expect(statSync(secrets).mode & 0o077).toBe(0);
    const files = readdirSync(secrets, { withFileTypes: true })
      .flatMap((one) => (one.isFile() ? [one.name] : []))
      .sort();
    for (const { file } of Object.values(compose.secrets)) expect(files).toContain(path.basename(file));
    const before = files.map((name) => readFileSync(path.join(secrets, name), "utf8"));
    const again = makeSecrets();
    expect(readFileSync(path.join(again, "duban_secret"), "utf8")).not.toBe(
      readFileSync(path.join(secrets, "duban_secret"), "utf8"),
    );
    rmSync(again, { recursive: true, force: true });
    expect(files.map((name) => readFileSync(path.join(secrets, name), "utf8"))).toEqual(before);
    expect(readFileSync(path.join(secrets, "database_url"), "utf8")).toMatch(
      /^postgresql:\/\/duban_app:\w{48}@postgres:5432\/duban\n$/,
    );
  });

  it("is neither committed nor copied into the image", () => {
    expect(read(".gitignore")).toMatch(/^\/deploy\/secrets\/$/m);
    for (const name of ["deploy/secrets", ".env"]) expect(read(".dockerignore").split("\n")).toContain(name);
  });
});

describe("compose.yaml", () => {
  it("has two of each, behind a proxy that alone is reachable, on this host unless said otherwise", () => {
    expect(services.map(([name]) => name)).toEqual(
      expect.arrayContaining(["postgres", "temporal", "worker-1", "worker-2", "api-1", "api-2", "proxy", "backup"]),
    );
    const published = services.filter(([, { ports = [] }]) => ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(["proxy"]);
    expect(published[0]?.[1].ports?.map((port) => interpolate(port, example))).toEqual(["127.0.0.1:443:443"]);
    // PostgreSQL and Temporal are in a network of their own, which leads nowhere.
    expect(compose.networks["inside"]).toEqual({ internal: true });
    for (const name of ["postgres", "temporal"]) expect(compose.services[name]?.networks).toEqual(["inside"]);
    // Its log would quote rows.
    expect(compose.services["postgres"]?.command).toEqual(
      expect.arrayContaining(["log_error_verbosity=terse", "log_min_error_statement=panic"]),
    );
    expect(compose.services["proxy"]?.networks).toEqual(["outside"]);
  });

  it("needs no variable that the example lacks, and the example offers none that nobody reads", () => {
    const text = read("compose.yaml").replaceAll(/^\s*#.*$/gm, "");
    const used = [...text.matchAll(/\$\{([A-Z_0-9]+)(?::([-?]))?/g)].map(([, name = "", kind]) => ({ name, kind }));
    for (const { name } of used) expect(offered, name).toContain(name);
    for (const { name } of used.filter(({ kind }) => kind !== "-")) expect(example[name], name).toBeTruthy();
    const names = new Set(used.map(({ name }) => name));
    for (const name of offered) expect(names, name).toContain(name);
  });

  it("gives settings that its parts take", () => {
    for (const name of ["worker-1", "worker-2"]) {
      const env = composeEnvironment(name, secrets);
      expectSettings(env, name);
      const config = readWorkerConfig(environment(env));
      expect(config.mail).toMatchObject({ smtpUrl: SMTP, tls: { required: true } });
      expect(config.temporal).toMatchObject({
        address: "temporal:7233",
        namespace: "duban",
        tls: {
          serverNameOverride: "temporal",
          clientCertPair: { crt: expect.anything() },
          serverRootCACertificate: expect.anything(),
        },
      });
      expect(config.databaseUrl).toContain("duban_app:");
    }
    const apis = ["api-1", "api-2"].map((name) => {
      const env = composeEnvironment(name, secrets);
      expectSettings(env, name);
      return readApiConfig(environment(env));
    });
    // The server takes ten in flight for one workflow, from all processes together.
    expect(apis.reduce((sum, { updatesInFlight }) => sum + updatesInFlight, 0)).toBeLessThanOrEqual(9);
    for (const { host, allowedHosts } of apis)
      expect([host, allowedHosts]).toEqual(["0.0.0.0", [example["DUBAN_DOMAIN"]]]);
    for (const { accounts, mail, s3 } of apis) {
      expect(accounts).toMatchObject({
        publicUrl: `https://${example["DUBAN_DOMAIN"]}`,
        trustedProxies: 1,
        oidc: null,
      });
      expect([mail.smtpUrl, s3]).toEqual([SMTP, null]);
    }
  });

  it("keeps evidence in one volume of both APIs, which the back-up holds too", () => {
    const mounts = ["api-1", "api-2", "backup"].map((name) => {
      const dir = composeEnvironment(name, secrets)["DUBAN_EVIDENCE_DIR"];
      const mount = compose.services[name]?.volumes?.find((volume) => volume.split(":")[1] === dir);
      return mount?.split(":")[0];
    });
    expect(mounts).toEqual(["evidence", "evidence", "evidence"]);
    expect(compose.volumes).toHaveProperty("evidence");
    // A volume takes over what the image has there, its owner too.
    expect(read("Dockerfile")).toMatch(/mkdir -p \/var\/lib\/duban\/evidence .* chown -R node:node \/var\/lib\/duban/);
  });

  it("keeps the file of checkpoints in a volume of both workers, who sign by one key", () => {
    for (const name of ["worker-1", "worker-2"]) {
      const env = composeEnvironment(name, secrets);
      const folder = path.posix.dirname(env["DUBAN_CHECKPOINT_FILE"] ?? "");
      expect(compose.services[name]?.volumes).toContain(`checkpoints:${folder}`);
      expect(env["DUBAN_CHECKPOINT_KEY_PATH"]).toMatch(/\/duban_checkpoint_key$/);
      expect(compose.services[name]?.secrets).toContain("duban_checkpoint_key");
    }
    expect(compose.volumes).toHaveProperty("checkpoints");
  });

  it("lets the application be neither superuser nor owner: the owner's address is setup's and the back-up's", () => {
    const holders = services.filter(([, { secrets: given = [] }]) => given.includes("database_owner_url"));
    expect(holders.map(([name]) => name)).toEqual(["setup", "backup"]);
    for (const [name, { environment: env = {} }] of services)
      expect(`${env["POSTGRES_USER"] ?? ""} ${name}`).not.toMatch(/^duban/);
    const init = read("deploy/postgres-init.sh");
    expect(init).toMatch(/CREATE ROLE duban_app LOGIN PASSWORD :'app';/);
    expect(init).toMatch(/CREATE DATABASE duban OWNER duban_owner;/);
    expect(init).not.toMatch(/SUPERUSER|CREATEROLE/);
  });

  it("gives each process the keys that it needs, and no other", () => {
    const keysOf = (name: string) =>
      Object.keys(composeEnvironment(name, secrets)).filter((variable) =>
        /^DUBAN_\w*(KEY|SECRET)_FILE$/.test(variable),
      );
    // Who reads the back-up’s environment can neither sign nor decrypt.
    expect(keysOf("backup")).toEqual([]);
    for (const name of ["worker-1", "api-1", "setup"])
      expect(keysOf(name)).toEqual(expect.arrayContaining(["DUBAN_COMMAND_KEY_FILE", "DUBAN_PAYLOAD_KEY_FILE"]));
    expect(keysOf("worker-1")).not.toContain("DUBAN_SECRET_FILE");
  });

  it("names images by digest, and has Temporal ask for certificates", () => {
    for (const [name, { image = "", build }] of services)
      if (build === undefined) expect(image, name).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
    expect(read("Dockerfile")).toMatch(/^ARG NODE=[\w.-]+@sha256:[0-9a-f]{64}$/m);
    expect(compose.services["temporal"]?.environment).toMatchObject({ TEMPORAL_TLS_REQUIRE_CLIENT_AUTH: "true" });
  });

  it("names commands, secrets and files that are there, and only services that it has", () => {
    for (const [name, { command = [], volumes = [], depends_on = {}, secrets: given = [] }] of services) {
      for (const word of command)
        if (/\.(ts|sh)$/.test(word) && !/^\/| /.test(word)) expect(existsSync(path.join(root, word)), word).toBe(true);
      if (command[0] === "npm") expect(scripts, name).toHaveProperty([command.at(-1) ?? ""]);
      for (const secret of given) expect(compose.secrets, name).toHaveProperty([secret]);
      for (const volume of volumes) {
        const [from = ""] = volume.split(":");
        if (from.startsWith("./")) expect(existsSync(path.join(root, from)), from).toBe(true);
      }
      for (const other of Object.keys(depends_on)) expect(compose.services, name).toHaveProperty([other]);
    }
  });
});

describe("systemd units", () => {
  const units = readdirSync(path.join(root, "deploy/systemd")).filter((name) => name.endsWith(".service"));

  it("load the credentials that they name, start what is there, and run as nobody special", () => {
    expect(units.sort()).toEqual([
      "duban-api@.service",
      "duban-backup.service",
      "duban-prepare.service",
      "duban-worker@.service",
    ]);
    for (const unit of units) {
      const env = unitEnvironment(unit, "7300", secrets);
      expectSettings(env, unit);
      for (const line of directives(unit, "LoadCredential"))
        expect(existsSync(path.join(secrets, path.basename(line))), `${unit}: ${line}`).toBe(true);
      const [start = ""] = directives(unit, "ExecStart");
      const script = start.split(" ").find((word) => /\.(ts|sh)$/.test(word));
      if (script) expect(existsSync(path.join(root, script)), script).toBe(true);
      else expect(scripts).toHaveProperty([start.split(" ").at(-1) ?? ""]);
      expect([directives(unit, "User"), directives(unit, "NoNewPrivileges")]).toEqual([["duban"], ["yes"]]);
    }
  });

  it("give settings that their processes take", () => {
    expect(readWorkerConfig(environment(unitEnvironment("duban-worker@.service", "1", secrets))).mail.smtpUrl).toBe(
      SMTP,
    );
    const api = readApiConfig(environment(unitEnvironment("duban-api@.service", "7301", secrets)));
    expect(api).toMatchObject({
      port: 7301,
      host: "127.0.0.1",
      evidenceDir: "/var/lib/duban/evidence",
      updatesInFlight: 4,
    });
  });
});

describe("deploy/kubernetes", () => {
  it("fits Kubernetes' own schema, every object of it", () => {
    const kinds: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
      "v1/ConfigMap": models.v1.ConfigMap,
      "v1/PersistentVolumeClaim": models.v1.PersistentVolumeClaim,
      "v1/Service": models.v1.Service,
      "batch/v1/Job": models.batch.v1.Job,
      "apps/v1/Deployment": models.apps.v1.Deployment,
      "policy/v1/PodDisruptionBudget": models.policy.v1.PodDisruptionBudget,
      "networking.k8s.io/v1/Ingress": models.networkingK8sIo.v1.Ingress,
      "networking.k8s.io/v1/NetworkPolicy": models.networkingK8sIo.v1.NetworkPolicy,
    };
    const all = manifests();
    expect(all.length).toBeGreaterThan(9);
    for (const manifest of all) {
      const Kind = kinds[`${manifest.apiVersion}/${manifest.kind}`];
      expect(Kind, `${manifest.apiVersion}/${manifest.kind}`).toBeDefined();
      if (Kind) expect(() => new Kind(manifest as never).validate(), manifest.metadata.name).not.toThrow();
    }
    // Negative control: the schema is looked at.
    const bad = { apiVersion: "v1", kind: "Service", metadata: { name: "x" }, spec: { ports: "many" } };
    expect(() => new models.v1.Service(bad as never).validate()).toThrow();
  });

  it("gives settings and secrets that its processes take", () => {
    const env = { worker: podEnvironment("duban-worker", secrets), api: podEnvironment("duban-api", secrets) };
    for (const [name, given] of Object.entries(env)) expectSettings(given, name);
    expect(readWorkerConfig(environment(env.worker))).toMatchObject({
      mail: { smtpUrl: SMTP },
      temporal: { tls: expect.anything() },
    });
    expect(readApiConfig(environment(env.api))).toMatchObject({ host: "0.0.0.0", accounts: { trustedProxies: 1 } });
    for (const pod of ["duban-prepare", "duban-worker", "duban-api"].map(podOf))
      for (const item of pod.volumes.flatMap(({ secret }) => secret?.items ?? []))
        expect(existsSync(path.join(secrets, item.key)), item.key).toBe(true);
    const owners = ["duban-worker", "duban-api"].flatMap((name) => podOf(name).containers[0]?.env ?? []);
    expect(owners.map(({ name }) => name)).not.toContain("DATABASE_OWNER_URL_FILE");
  });
});

describe("Dockerfile", () => {
  const lines = read("Dockerfile").split("\n");
  const ignored = read(".dockerignore").split("\n").filter(Boolean);

  it("copies what is there, runs as nobody special, and starts what is there", () => {
    const copied = lines
      .filter((line) => line.startsWith("COPY ") && !line.includes("--from"))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    expect(copied.length).toBeGreaterThan(2);
    for (const name of copied) expect(existsSync(path.join(root, name)), name).toBe(true);
    expect(lines).toContain("USER node");
    expect(lines.at(-2)).toContain("worker/main.ts");
  });

  it("leaves out what is made here and what is nobody else's business", () => {
    for (const name of [".git", ".duban", "node_modules", "prisma/generated"]) expect(ignored).toContain(name);
    for (const needed of ["api", "worker", "web", "prisma", "plans", "scripts"]) expect(ignored).not.toContain(needed);
  });
});

describe("settings of the API", () => {
  const least = {
    DATABASE_URL: "postgresql://a:b@db:5432/duban",
    TEMPORAL_ADDRESS: "temporal:7233",
    DUBAN_SECRET: "0123456789abcdef0123456789abcdef",
    DUBAN_COMMAND_KEY: "fedcba9876543210fedcba9876543210",
    DUBAN_PAYLOAD_KEY: Buffer.alloc(32, 1).toString("base64"),
  };
  it.each([
    [{ DUBAN_API_HOST: "0.0.0.0" }, "DUBAN_ALLOWED_HOSTS must name"],
    [{ DUBAN_API_HOST: "example.org" }, "DUBAN_API_HOST must be an address"],
    [{ DUBAN_ALLOWED_HOSTS: "https://duban.example" }, "DUBAN_ALLOWED_HOSTS must be host names"],
    [{ DUBAN_UPDATES_IN_FLIGHT: "12" }, "DUBAN_UPDATES_IN_FLIGHT must be a number from 1 to 9"],
    [{ DUBAN_UPDATES_IN_FLIGHT: "many" }, "DUBAN_UPDATES_IN_FLIGHT must be a number from 1 to 9"],
    [{ DATABASE_URL: "mysql://a" }, "DATABASE_URL must be a PostgreSQL URL"],
    [{ TEMPORAL_ADDRESS: "" }, "TEMPORAL_ADDRESS is not set"],
    [{ DUBAN_SECRET: "" }, "DUBAN_SECRET must be at least 32 characters of chance"],
    [{ DUBAN_SECRET: "short" }, "DUBAN_SECRET must be at least 32 characters of chance"],
    [{ DUBAN_PUBLIC_URL: "duban.example" }, "DUBAN_PUBLIC_URL must be the address people open"],
    [{ DUBAN_TRUSTED_PROXIES: "all" }, "DUBAN_TRUSTED_PROXIES must be how many reverse proxies"],
    [{ DUBAN_SESSION_HOURS: "48" }, "DUBAN_SESSION_HOURS must be after how many hours"],
    [{ DUBAN_ACTS_PER_MINUTE: "0" }, "DUBAN_ACTS_PER_MINUTE must be a whole number"],
    [{ DUBAN_OIDC_TWO_FACTORS: "yes" }, "DUBAN_OIDC_TWO_FACTORS must be never, always"],
    [{ DUBAN_OIDC_ISSUER: "https://id.example" }, "belong together: set all or none"],
    [{ DUBAN_MAILBOX_URL: "smtp://mail.example:25" }, "DUBAN_MAILBOX_URL must name the local mailbox"],
  ])("refuse %o", (wrong, said) => {
    expect(() => readApiConfig({ ...least, ...wrong })).toThrow(said);
  });

  it("are this machine only, unless told", () => {
    expect(readApiConfig(least)).toMatchObject({ host: "127.0.0.1", allowedHosts: [], updatesInFlight: 9 });
    const open = { DUBAN_API_HOST: "10.0.0.5", DUBAN_ALLOWED_HOSTS: "Duban.example.gov.cn, 10.0.0.5" };
    expect(readApiConfig({ ...least, ...open }).allowedHosts).toEqual(["duban.example.gov.cn", "10.0.0.5"]);
  });
});
