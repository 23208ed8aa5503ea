/**
 * What a mail server's refusal is about: the recipient, the letter, the moment, or us. Judged by the command it answers, the
 * enhanced status code (RFC 3463) where there is one, phrases of large providers, and only then by the first digit: many say 550
 * to a sender they do not know, and to a domain that has sent too much this hour.
 */
import type { OurFault } from "../domain/letters/channels.js";
import { foreignLine } from "../domain/language/text.js";

/**
 * `refused`: of this recipient or this letter; sending it again is of no use. `later`: again after a while; `ours` where it looks
 * like a refusal of us that one letter can't tell (a policy). `lost`: the connection failed, perhaps after the letter was taken.
 * `ours`: until somebody mends it, no letter goes.
 */
export type SmtpVerdict =
  | { readonly kind: "refused" | "lost" }
  | { readonly kind: "later"; readonly ours?: OurFault }
  | { readonly kind: "ours"; readonly ours: OurFault };

/** What nodemailer says of a failure. */
export interface SmtpFailure {
  readonly code?: string;
  readonly originalCode?: string;
  /** E.g. `MAIL FROM`; `CONN` for the greeting. */
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

const REFUSED: SmtpVerdict = { kind: "refused" };
const LATER: SmtpVerdict = { kind: "later" };
const LOST: SmtpVerdict = { kind: "lost" };
const ours = (what: OurFault): SmtpVerdict => ({ kind: "ours", ours: what });

/** Login wanted or refused (RFC 4954). */
const LOGIN_CODES: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/**
 * Limits that pass, although the code says for good: QQ mail and exmail (frequency limited), NetEase (MI:STC, MI:SFQ, RP:TRC,
 * HL:ICC …), Aliyun (quota exceeded), Google and Microsoft (rate, sending limit).
 */
const PASSES =
  /frequency|too (many|much|fast|frequent)|rate.?limit|throttl|\blimit(s|ed)? (exceeded|reached)|exceed\w* (the |your |its )?(\w+ ){0,3}(limit|quota|rate)|(sending|hourly|daily|monthly|user) (sending )?(quota|limit)|try (again|later)|temporar|grey-?list|\bbusy\b|concurren|\b(MI:(STC|SFQ|FRL|DMC|CCL|CEL)|RP:(TRC|QRC|DRC|CCL|CEL)|HL:(ICC|IFC|MEP|REP))\b|频率|过于频繁|超过.{0,6}(限制|上限)|稍后/i;
/** The recipient's mailbox is full: it may be emptied. */
const FULL = /mailbox.{0,12}full|over.?quota|quota exceeded|insufficient.{0,12}storage|容量(已)?满/i;
const SENDER =
  /mail from|from address|sender|send ?as|\bauthori[sz]ed user\b|authori[sz]ation user|envelope from|\bDT:SUM\b|发件人|发信人/i;
const LOGIN =
  /authenticat|log ?in first|auth(enti[cf]ation)? (is )?required|need(s)? (to )?(auth|log)|authorization code|no permission|授权码|\bAUTH\b/i;
const RELAY = /relay|rcpthosts|not permitted to (send|relay)|local user only|转发/i;
const RECIPIENT =
  /(user|mailbox|recipient|address|account|rcpt|addressee).{0,40}(unknown|not (exist|found|valid|be found|available)|no longer|does ?n[o']t exist|invalid|reject|unavailable|disabled|suspended|hang ?up|inactive|locked)|(no such|unknown|invalid|bad|nonexist\w*|non-existent) (user|mailbox|recipient|address|account|person|rcpt|local)|does not exist here|(收件人|用户|邮箱).{0,6}(不存在|无效|未找到)/i;
const POLICY = /spam|policy|block|black ?list|reputation|\brbl\b|denied|prohibit|unsolicited|\bIP\b|垃圾/i;

const TOO_LARGE = /too (large|big|long)\b|exceed.{0,20}\bsize|size.{0,20}exceed/i;

/** Class, subject, detail; the class is the code's own digit. */
const ENHANCED = /(?:^|[\s#(-])([245])\.(\d{1,3})\.(\d{1,3})(?=[\s):;,-]|$)/;
const TLS = /certificate|self-signed|CERT_|SSL|TLS|wrong version number|ALTNAME|UNABLE_TO_(GET|VERIFY)/i;

/** What a failure to send is about, and what was said, in one line fit to be kept. */
export function judgeSmtp(error: unknown): { readonly verdict: SmtpVerdict; readonly said: string } {
  const failure = (typeof error === "object" && error !== null ? error : {}) as SmtpFailure;
  const said = foreignLine(failure.message ?? String(error), 400);
  return { verdict: failure.responseCode === undefined ? unanswered(failure) : answered(failure), said };
}

/** Nothing was said: the connection failed, or nodemailer sent nothing. */
function unanswered({ code = "", originalCode = "", message = "" }: SmtpFailure): SmtpVerdict {
  if (code === "EENVELOPE" || code === "EMESSAGE") return REFUSED;
  if (code === "EAUTH") return ours("login");
  if (code === "ETLS" || TLS.test(originalCode) || (code === "ESOCKET" && TLS.test(message))) return ours("tls");
  return LOST;
}

function answered(failure: SmtpFailure): SmtpVerdict {
  const { command = "", responseCode = 0, response = "", message = "" } = failure;
  const text = response === "" ? message : response;
  const status = statusIn(text);
  // What they answer to all commands before a letter's own is about the connection or us.
  if (command.startsWith("AUTH")) return responseCode >= 500 ? ours("login") : LOST;
  if (command === "STARTTLS") return ours("tls");
  if (responseCode === 421) return LOST;
  if (!/^(MAIL FROM|RCPT TO|DATA)/.test(command))
    return responseCode >= 500 && !PASSES.test(text) ? ours("policy") : LOST;
  if (LOGIN_CODES.has(responseCode)) return ours("login");
  if (responseCode < 500) return LATER;
  if (status.code === "5.3.4" || TOO_LARGE.test(text)) return REFUSED;
  if (PASSES.test(text)) return LATER;
  if (command.startsWith("MAIL")) return atSender(text, status);
  return command.startsWith("RCPT") ? atRecipient(responseCode, text, status) : atContent(text, status);
}

interface Status {
  /** E.g. `5.1.1`; empty where the server gives none. */
  readonly code: string;
  readonly subject: number;
}

function statusIn(text: string): Status {
  const [, kind, subject, detail] = ENHANCED.exec(text.replace(/^\d{3}[ -]/, " ")) ?? [];
  return kind === undefined
    ? { code: "", subject: -1 }
    : { code: `${kind}.${subject}.${detail}`, subject: Number(subject) };
}

/** MAIL FROM is refused whoever the letter is for. */
function atSender(text: string, { subject }: Status): SmtpVerdict {
  if (SENDER.test(text)) return ours("sender");
  if (LOGIN.test(text)) return ours("login");
  return ours(subject === 7 || POLICY.test(text) ? "policy" : "sender");
}

function atRecipient(responseCode: number, text: string, { code, subject }: Status): SmtpVerdict {
  // 5.1.7 and 5.1.8 are about the sender's address.
  if (code === "5.1.7" || code === "5.1.8") return ours("sender");
  if (code === "5.2.2" || FULL.test(text)) return LATER;
  if (subject === 1 || subject === 2) return REFUSED;
  if (RELAY.test(text)) return doubtful("relay");
  if (RECIPIENT.test(text)) return REFUSED;
  if (SENDER.test(text)) return doubtful("sender");
  if (LOGIN.test(text)) return ours("login");
  if (subject === 7 || POLICY.test(text) || responseCode === 554) return doubtful("policy");
  return subject === 5 ? doubtful("policy") : REFUSED;
}

/** DATA, or the letter after it. */
function atContent(text: string, { code, subject }: Status): SmtpVerdict {
  if (subject === 1 && code !== "5.1.7" && code !== "5.1.8") return REFUSED;
  if (code === "5.2.2" || FULL.test(text)) return LATER;
  if (SENDER.test(text)) return doubtful("sender");
  if (RECIPIENT.test(text)) return REFUSED;
  if (subject === 6) return REFUSED;
  return doubtful(/content|内容/i.test(text) ? "content" : "policy");
}

/** One letter's refusal may be its own: whether all are refused shows with the others. */
const doubtful = (what: OurFault): SmtpVerdict => ({ kind: "later", ours: what });
