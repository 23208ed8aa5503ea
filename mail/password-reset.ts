/** The mail that lets somebody set a new password: to one person, about their own account. */
import { type AccountMail, accountMail } from "./account-mail.js";
import type { Language } from "../domain/language/words.js";

export interface PasswordReset {
  readonly name: string;
  readonly account: string;
  /** Where a new password is set; usable once. */
  readonly url: string;
  /** How long it may be used. */
  readonly minutes: number;
}

type Words = Pick<AccountMail, "subject"> & { readonly lines: readonly string[]; readonly footer: string };

const WORDS: Readonly<Record<Language, (reset: PasswordReset) => Words>> = {
  zh: ({ name, account, minutes }) => ({
    subject: "督办系统：重置密码",
    lines: [
      `${name}：`,
      `已收到账号“${account}”的重置密码申请。请在${minutes}分钟内打开下面的链接，设置新密码。链接只能使用一次。`,
    ],
    footer: "如非本人申请，请忽略本邮件，原密码不变。本邮件由系统自动发出，请勿回复，也不要将链接转发他人。",
  }),
  en: ({ name, account, minutes }) => ({
    subject: "duban: set a new password",
    lines: [
      `${name},`,
      `Somebody asked for a new password for the account ${account}. Open this link within ${minutes} minutes to set one; it works once.`,
    ],
    footer: "If it was not you, do nothing: your password stays as it is. Do not pass the link on.",
  }),
};

export const passwordResetMail = (reset: PasswordReset, language: Language): AccountMail =>
  accountMail({ ...WORDS[language](reset), url: reset.url }, language);
