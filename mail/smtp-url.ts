/** SMTP addresses. Read here, not by nodemailer: its URLs take every option as a query, another host among them. */

/** How a connection to a server beyond this machine is encrypted. */
export interface SmtpTls {
  /** No letter goes over a connection that is not encrypted (STARTTLS, or TLS from the start with `smtps:`). */
  readonly required: boolean;
  /** Certificates (PEM) of the authorities that are believed instead of the public ones. */
  readonly ca?: string;
}

export interface SmtpServerAddress {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** What to write for the characters that an address gives another meaning. */
const ENCODING = "in the user and the password write % as %25, # as %23, / as %2F, ? as %3F, @ as %40 and : as %3A";

/** Throws an error that says what the address must look like. It never repeats the address, which may hold a password. */
export function parseSmtpUrl(smtpUrl: string): SmtpServerAddress {
  let url: URL;
  try {
    url = new URL(smtpUrl);
  } catch {
    throw new Error(`the SMTP address must look like smtp://user:password@host:port; ${ENCODING}`);
  }
  const secure = url.protocol === "smtps:";
  if (!secure && url.protocol !== "smtp:")
    throw new Error(`the SMTP address must begin with smtp:// or smtps://, not ${url.protocol}//`);
  if (url.search !== "") throw new Error(`the SMTP address takes no options after "?"; ${ENCODING}`);
  // Where a password has one of these, what follows it would be read as something else than the host.
  if (url.hash !== "" || (url.pathname !== "" && url.pathname !== "/"))
    throw new Error(`the SMTP address ends with the port; ${ENCODING}`);
  const host = url.hostname.replaceAll(/^\[|\]$/g, "").toLowerCase();
  if (host === "") throw new Error("the SMTP address names no host");
  return {
    host,
    port: url.port === "" ? (secure ? 465 : 25) : Number(url.port),
    secure,
    ...(url.username !== "" && { auth: { user: decoded(url.username), pass: decoded(url.password) } }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`the SMTP address holds a % that begins no character; ${ENCODING}`);
  }
}
