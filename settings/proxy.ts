/**
 * Forward proxies: HTTPS_PROXY, HTTP_PROXY and NO_PROXY (or in small letters) hold for all that this process asks by HTTP (channels,
 * single sign-on, an S3 store), through one agent, and for nothing else: Temporal and PostgreSQL are servers of the house.
 */
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";
import { EnvironmentError } from "./environment.js";

export interface Proxies {
  /** For `http:` addresses; null: none. */
  readonly http: string | null;
  /** For `https:` addresses: HTTPS_PROXY, else HTTP_PROXY. */
  readonly https: string | null;
  /** Hosts asked directly, besides this machine: names with all that is below them, `host:port`, or `*`. */
  readonly direct: readonly string[];
}

/** Never through a proxy: it would ask its own machine. */
const THIS_MACHINE = ["localhost", "127.0.0.1", "[::1]"];

/** Throws EnvironmentError. An empty variable counts as not set. */
export function proxiesIn(env: NodeJS.ProcessEnv = process.env): Proxies {
  const http = proxyIn(env, "HTTP_PROXY");
  const direct = (given(env, "NO_PROXY") ?? "").split(/[,\s]+/).filter((host) => host !== "");
  return { http, https: proxyIn(env, "HTTPS_PROXY") ?? http, direct };
}

const given = (env: NodeJS.ProcessEnv, name: string): string | undefined =>
  env[name] || env[name.toLowerCase()] || undefined;

function proxyIn(env: NodeJS.ProcessEnv, name: string): string | null {
  const text = given(env, name);
  if (text === undefined) return null;
  // The address may hold a password: it is not repeated.
  if (!URL.canParse(text) || !["http:", "https:"].includes(new URL(text).protocol))
    throw new EnvironmentError(`${name} must be the proxy's address, e.g. http://proxy.example.gov.cn:3128`);
  return text;
}

/** The proxy that an address is asked through; null: directly. The same rule as the agent's. */
export function proxyFor(address: URL, { http, https, direct }: Proxies): string | null {
  const proxy = address.protocol === "https:" ? https : http;
  if (proxy === null || direct.includes("*")) return null;
  const port = address.port === "" ? (address.protocol === "https:" ? "443" : "80") : address.port;
  const host = address.hostname.toLowerCase();
  const own = [...THIS_MACHINE, ...direct].some((entry) => {
    const [, name = entry, only] = /^(.+):(\d+)$/.exec(entry) ?? [];
    const wanted = name.replace(/^\*?\./, "").toLowerCase();
    return (only === undefined || only === port) && (host === wanted || host.endsWith(`.${wanted}`));
  });
  return own ? null : proxy;
}

/**
 * Makes this process ask by HTTP through the proxies of its environment, where there are any; once, at its start. The variables in
 * small letters are put into capitals: Temporal's client would take the former for its own connection. One that is to go through
 * a proxy says so by `grpc_proxy`, which stays.
 */
export function useProxies(env: NodeJS.ProcessEnv = process.env): Proxies {
  const proxies = proxiesIn(env);
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]) {
    const value = given(env, name);
    delete env[name.toLowerCase()];
    if (value !== undefined) env[name] = value;
  }
  if (proxies.http === null && proxies.https === null) return proxies;
  const noProxy = proxies.direct.includes("*") ? "*" : [...THIS_MACHINE, ...proxies.direct].join(",");
  const addresses = { httpProxy: proxies.http ?? "", httpsProxy: proxies.https ?? "", noProxy };
  // A plain address is asked of the proxy itself: many let nobody through to port 80.
  setGlobalDispatcher(new EnvHttpProxyAgent({ ...addresses, proxyTunnel: false }));
  return proxies;
}

/** The proxy without user and password, to be shown. */
export const shownProxy = (proxy: string): string => new URL(proxy).origin;
