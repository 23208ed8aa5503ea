/** Cookies of accounts: their names, which differ by instance, reading signed ones, and the one by which a browser is known again. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { AccountSettings } from "./config.js";

/**
 * What the cookies' names begin with. A browser keeps cookies by host alone (RFC 6265, 8.5): two instances on one host, as a
 * rehearsal beside a live plan, have names of their own by their ports.
 */
export function cookiePrefix({ publicUrl }: Pick<AccountSettings, "publicUrl">): string {
  const { port } = new URL(publicUrl);
  return port === "" ? "duban" : `duban-${port}`;
}

/** The value of a cookie in a Cookie header, decoded; null where there is none. */
export function cookieOf(header: string, name: string): string | null {
  const found = header.split(/; */).find((one) => one.startsWith(`${name}=`));
  return found === undefined ? null : decoded(found.slice(name.length + 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** What a cookie holds that better-auth signed (`value.signature`); null for none, or a forged one. */
export function signedCookieOf(header: string, name: string, secret: string): string | null {
  const [, value, signature] = /^([\w-]+)\.([\w+/=]+)$/.exec(cookieOf(header, name) ?? "") ?? [];
  if (value === undefined || signature === undefined) return null;
  return same(signature, createHmac("sha256", secret).update(value).digest("base64")) ? value : null;
}

/** How long a browser is known after a sign-in (seconds). */
const KNOWN_FOR = 180 * 24 * 3_600;

/** The mark of a browser from which an account was signed in to: it opens nothing, and is held up by nobody else's failures. */
export class KnownBrowsers {
  constructor(private readonly settings: Pick<AccountSettings, "publicUrl" | "secret">) {}

  /** The browser's id where it carries this account's mark; else null. */
  idOf(header: string, account: string): string | null {
    const [, id, signature] = /^([\w-]{22})\.([\w-]+)$/.exec(cookieOf(header, this.nameFor(account)) ?? "") ?? [];
    return id !== undefined && signature !== undefined && same(signature, this.signature(account, id)) ? id : null;
  }

  /** The cookie that marks a browser for an account; it keeps the id that it had. */
  cookie(header: string, account: string): string {
    const id = this.idOf(header, account) ?? randomBytes(16).toString("base64url");
    const secure = this.settings.publicUrl.startsWith("https:") ? "; Secure" : "";
    return `${this.nameFor(account)}=${id}.${this.signature(account, id)}; Max-Age=${KNOWN_FOR}; Path=/api/v1/sign-in; HttpOnly; SameSite=Lax${secure}`;
  }

  /** One for each account that uses the browser; the name does not tell which. */
  private nameFor(account: string): string {
    return `${cookiePrefix(this.settings)}.known-${this.mac(`name ${account.toLowerCase()}`).slice(0, 12)}`;
  }

  private signature(account: string, id: string): string {
    return this.mac(`browser ${account.toLowerCase()} ${id}`);
  }

  private mac(text: string): string {
    return createHmac("sha256", this.settings.secret).update(`known-browser ${text}`).digest("base64url");
  }
}
