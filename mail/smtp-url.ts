/** SMTP addresses. Read here, not by nodemailer: its URLs take every option as a query, another host among them. */
import { isIPv4 } from "node:net";

export interface SmtpServerAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** Throws an error that says what the address must look like. */
export function parseSmtpUrl(smtpUrl: string): SmtpServerAddress {
  let url: URL;
  try {
    url = new URL(smtpUrl);
  } catch {
    throw new Error("the SMTP address must look like smtp://host:port");
  }
  const secure = url.protocol === "smtps:";
  if (!secure && url.protocol !== "smtp:")
    throw new Error(`the SMTP address must begin with smtp:// or smtps://, not ${url.protocol}//`);
  if (url.search !== "") throw new Error('the SMTP address takes no options after "?"');
  const host = url.hostname.replaceAll(/^\[|\]$/g, "").toLowerCase();
  if (host === "") throw new Error("the SMTP address names no host");
  return {
    host,
    port: url.port === "" ? (secure ? 465 : 25) : Number(url.port),
    secure,
    ...(url.username !== "" && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
  };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
