/** Checks of what lies between: forward proxies, and a Temporal server that others can reach. */
import { isLoopback } from "../../settings/loopback.js";
import type { TemporalTarget } from "../../embedded/config.js";
import { proxiesIn, shownProxy } from "../../settings/proxy.js";
import { type Check, fail, type Finding, note, ok } from "./check.js";

export function networkChecks(temporal: TemporalTarget | undefined, env: NodeJS.ProcessEnv = process.env): Check[] {
  return [
    { name: "proxy", run: () => proxy(env) },
    ...(temporal === undefined ? [] : [{ name: "Temporal's door", run: () => temporalDoor(temporal) }]),
  ];
}

function proxy(env: NodeJS.ProcessEnv): Finding {
  const { http, https, direct } = proxiesIn(env);
  if (http === null && https === null) return ok("none: channels, single sign-on and stores are asked directly");
  const ways = [
    https === null ? "https: directly" : `https: through ${shownProxy(https)}`,
    http === null ? "http: directly" : `http: through ${shownProxy(http)}`,
    `directly: this machine${direct.map((host) => `, ${host}`).join("")}`,
  ];
  const said = `${ways.join("; ")}; never Temporal and PostgreSQL`;
  return env["grpc_proxy"]
    ? note(
        `${said}, but grpc_proxy is set, which Temporal's client obeys`,
        "unset grpc_proxy unless Temporal lies beyond it",
      )
    : ok(said);
}

/** Whoever reaches Temporal's port can send workflows what they like: beyond this machine it asks for a certificate or a key. */
function temporalDoor({ address, tls, apiKey }: TemporalTarget): Finding {
  const host = address.replace(/:\d+$/, "").replaceAll(/^\[|\]$/g, "");
  if (isLoopback(host)) return ok(`${address}: this machine only`);
  const fix =
    "have the server require client certificates, and set TEMPORAL_TLS_SERVER_CA_CERT_PATH, TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH (docs/production.md)";
  if (tls === undefined)
    return fail(`${address} is reached without TLS: whoever can reach it may read and steer every workflow`, fix);
  const knowsUs = apiKey !== undefined || (tls !== true && tls.clientCertPair !== undefined);
  return knowsUs
    ? ok(`${address}: TLS, and we show ${apiKey === undefined ? "a certificate" : "a key"}`)
    : note(`${address}: TLS, but we show neither a certificate nor a key: others who reach it needn't either`, fix);
}
