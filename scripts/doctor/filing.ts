/** Whether the filing page can be kept on telephones for use without a network: browsers allow that with HTTPS only. */
import { type Check, note, ok } from "./check.js";

/** Browsers count the machine itself as safe, whatever the scheme. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function filingChecks(env: NodeJS.ProcessEnv = process.env): Check[] {
  return [{ name: "filing offline", run: () => offlineFiling(env["DUBAN_PUBLIC_URL"] ?? "") }];
}

function offlineFiling(publicUrl: string) {
  if (!URL.canParse(publicUrl))
    return note("inspectors file with a network only", "set DUBAN_PUBLIC_URL to the https address that people open");
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === "https:") return ok(`/filing/ opens without a network, from ${publicUrl}`);
  if (LOOPBACK.test(hostname)) return ok("/filing/ opens without a network on this machine alone");
  return note(
    `${publicUrl} has no HTTPS: inspectors file with a network only`,
    "serve it by https (docs/production.md) and set DUBAN_PUBLIC_URL to that address",
  );
}
