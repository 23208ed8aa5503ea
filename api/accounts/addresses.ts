/** The address kept with an account: asked for by its owner, confirmed by a link that is sent there, told to the one before. */
import { createHash, randomBytes } from "node:crypto";
import { accountById, setAddress } from "../../prisma/accounts/account-store.js";
import { askAddress, takeAskedAddress } from "../../prisma/accounts/address-store.js";
import type { Exchange } from "../http/exchange.js";
import { ProblemError } from "../http/problem.js";
import { type AccountMails, CONFIRM_HOURS } from "./account-mails.js";
import type { AccountParts } from "./deps.js";

const hashOf = (token: string): string => createHash("sha256").update(`address ${token}`).digest("hex");

export class Addresses {
  constructor(
    private readonly parts: AccountParts,
    private readonly mails: AccountMails | undefined,
  ) {}

  /** Sends a link to the address; nothing changes before it is opened. Says nothing of whether another account has it. Throws `badValue` where no mails go from here, and `tooManyAttempts`. */
  async ask(accountId: string, address: string, exchange: Exchange): Promise<void> {
    const { pool, log, limits, note } = this.parts;
    const { mails } = this;
    if (!mails)
      throw new ProblemError("badValue", {
        zh: "系统尚未配置邮件发送，请系统管理员用命令行登记邮箱。",
        en: "No mails go from here: the administrator sets the address on the command line.",
      });
    await limits.mail(accountId, exchange.address);
    const token = randomBytes(24).toString("base64url");
    await askAddress(pool, accountId, address.toLowerCase(), {
      hash: hashOf(token),
      expiresAt: new Date(Date.now() + CONFIRM_HOURS * 3_600_000),
    });
    await note({ kind: "addressAsked", accountId, address: exchange.address });
    void mails
      .confirmAddress(accountId, address, token)
      .catch((error: unknown) => log.error({ err: error }, "the mail that confirms an address could not be sent"));
  }

  /** The address is the account's own from now on; both hear of it. Throws `badLink`, `addressTaken`. */
  async confirm(accountId: string, token: string, exchange: Exchange): Promise<void> {
    const { pool, note, tell } = this.parts;
    const address = await takeAskedAddress(pool, accountId, hashOf(token));
    if (address === null)
      throw new ProblemError("badLink", {
        zh: "链接已失效、已使用，或不属于当前登录的账号。请重新申请。",
        en: "The link has expired, was used, or is another account's: ask for another.",
      });
    const before = (await accountById(pool, accountId))?.email ?? null;
    if (!(await setAddress(pool, accountId, address)))
      throw new ProblemError("addressTaken", {
        zh: "该邮箱已登记在另一账号名下，请换用其他邮箱。",
        en: "Another account has this address: use another one.",
      });
    await note({ kind: "addressChanged", accountId, address: exchange.address });
    tell(accountId, "addressChanged", exchange, before);
  }
}
