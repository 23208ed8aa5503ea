/** Which hosts are this machine itself. */
import { isIPv4 } from "node:net";

/** Whether a host, without a port, is this machine's own: what goes there leaves no machine. An IPv6 address with or without brackets. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare === "::1" || (isIPv4(bare) && bare.startsWith("127."));
}
