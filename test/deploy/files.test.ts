/** compose.yaml and Dockerfile against the code they start: settings that exist, files that are there. No container runs. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readApiConfig } from "../../api/config.js";
import { readWorkerConfig } from "../../worker/config.js";

const root = path.resolve(import.meta.dirname, "../..");
const read = (name: string): string => readFileSync(path.join(root, name), "utf8");

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
const compose = parse(read("compose.yaml"), { merge: true }) as { readonly services: Record<string, Service> };
const services = Object.entries(compose.services);
/** What deploy/example.env gives, filled in. */
const filled: Record<string, string> = {
  ...Object.fromEntries(
    read("deploy/example.env")
      .split("\n")
      .flatMap((line) => (/^[A-Z_]+=/.test(line) ? [line.split(/=(.*)/s).slice(0, 2) as [string, string]] : [])),
  ),
  DUBAN_DB_PASSWORD: "secret1",
  TEMPORAL_DB_PASSWORD: "secret2",
  DUBAN_SECRET: "s".repeat(44),
};

/** As compose does: ${NAME}, ${NAME:-default}, ${NAME:?why}. */
function interpolate(text: string): string {
  return text.replaceAll(/\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, more = "") => {
    const value = filled[name];
    if (value !== undefined && value !== "") return value;
    if (kind === "-") return more;
    throw new Error(`${name} is not in deploy/example.env`);
  });
}

const environmentOf = (name: string): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [key, interpolate(String(value))]),
  );

describe("compose.yaml", () => {
  it("has two of each, behind a proxy that alone is reachable, on this host unless said otherwise", () => {
    expect(services.map(([name]) => name)).toEqual(
      expect.arrayContaining(["postgres", "temporal", "worker-1", "worker-2", "api-1", "api-2", "proxy"]),
    );
    const published = services.filter(([, { ports = [] }]) => ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(["proxy"]);
    expect(published[0]?.[1].ports?.map(interpolate)).toEqual(["127.0.0.1:443:443"]);
  });

  it("gives settings that its parts take", () => {
    for (const name of ["worker-1", "worker-2"]) {
      const config = readWorkerConfig(environmentOf(name));
      expect(config.mail.smtpUrl).toBe(filled["SMTP_URL"]);
      expect(config.temporal).toEqual({ address: "temporal:7233", namespace: "duban" });
    }
    const apis = ["api-1", "api-2"].map((name) => readApiConfig(environmentOf(name)));
    // The server takes ten in flight for one workflow, from all processes together.
    expect(apis.reduce((sum, { updatesInFlight }) => sum + updatesInFlight, 0)).toBeLessThanOrEqual(9);
    for (const { host, allowedHosts } of apis)
      expect([host, allowedHosts]).toEqual(["0.0.0.0", [filled["DUBAN_DOMAIN"]]]);
    for (const { accounts, mail } of apis) {
      expect(accounts).toMatchObject({ publicUrl: `https://${filled["DUBAN_DOMAIN"]}`, trustedProxies: 1, oidc: null });
      expect(mail.smtpUrl).toBe(filled["SMTP_URL"]);
    }
  });

  it("names commands and files that are there, and only services that it has", () => {
    const scripts = (JSON.parse(read("package.json")) as { scripts: Record<string, string> }).scripts;
    for (const [name, { command = [], volumes = [], depends_on = {} }] of services) {
      for (const word of command) if (word.endsWith(".ts")) expect(existsSync(path.join(root, word)), word).toBe(true);
      if (command[0] === "npm") expect(scripts, name).toHaveProperty([command.at(-1) ?? ""]);
      for (const volume of volumes) {
        const [from = ""] = volume.split(":");
        if (from.startsWith("./")) expect(existsSync(path.join(root, from)), from).toBe(true);
      }
      for (const other of Object.keys(depends_on)) expect(compose.services, name).toHaveProperty([other]);
    }
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
