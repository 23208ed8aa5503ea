/** What an account's owner is told of by mail: every change by which somebody else could come in, or keep them out. */
import type { Language } from "../domain/language/words.js";
import { type AccountMail, accountMail } from "./account-mail.js";

/** What was changed. */
export const ACCOUNT_CHANGES = [
  "passwordChanged",
  "passwordReset",
  "oneTimePassword",
  "addressChanged",
  "secondFactorEnrolled",
  "secondFactorForgotten",
  "tokenIssued",
  "calendarIssued",
  "singleSignOnLinked",
  "singleSignOnUnlinked",
  "disabled",
  "enabled",
] as const;
export type AccountChange = (typeof ACCOUNT_CHANGES)[number];

const WHAT: Readonly<Record<Language, Readonly<Record<AccountChange, string>>>> = {
  zh: {
    passwordChanged: "登录密码已修改，其他设备上的登录、访问令牌和日历订阅均已失效",
    passwordReset: "登录密码已通过邮件链接重新设置，原有登录、访问令牌和日历订阅均已失效",
    oneTimePassword: "系统管理员已重置登录密码，原有登录、访问令牌和日历订阅均已失效",
    addressChanged: "用于找回密码的邮箱已变更",
    secondFactorEnrolled: "已启用双因素认证",
    secondFactorForgotten: "系统管理员已解除双因素认证，下次登录须重新启用",
    tokenIssued: "新建了一个访问令牌，持有令牌的程序可以用本账号的权限访问系统",
    calendarIssued: "新建或更换了一个日历订阅地址，知道该地址的人可以看到本账号的日程",
    singleSignOnLinked: "已关联统一身份认证，今后可用该身份登录",
    singleSignOnUnlinked: "已解除与统一身份认证的关联",
    disabled: "账号已停用，原有登录、访问令牌和日历订阅均已失效",
    enabled: "账号已重新启用",
  },
  en: {
    passwordChanged: "its password was changed; other sign-ins, tokens and calendars have ended",
    passwordReset: "its password was set anew by a mailed link; all sign-ins, tokens and calendars have ended",
    oneTimePassword: "the administrator reset its password; all sign-ins, tokens and calendars have ended",
    addressChanged: "the address to which links for a new password go was changed",
    secondFactorEnrolled: "a second factor was enrolled",
    secondFactorForgotten: "the administrator removed its second factor; it is to be enrolled anew",
    tokenIssued: "an API token was made; a program that has it may do what the account may",
    calendarIssued: "a calendar's address was made or replaced; whoever has it reads the account's dates",
    singleSignOnLinked: "it was linked to the identity provider and can be signed in to from there",
    singleSignOnUnlinked: "it is no longer linked to the identity provider",
    disabled: "it was shut out; all sign-ins, tokens and calendars have ended",
    enabled: "it may be signed in to again",
  },
};

export interface ToldChange {
  readonly name: string;
  readonly account: string;
  readonly change: AccountChange;
  /** When, as the reader's language writes it. */
  readonly at: string;
  /** From which network address; null: on the server's command line. */
  readonly address: string | null;
}

export function accountChangeMail({ name, account, change, at, address }: ToldChange, language: Language): AccountMail {
  const what = WHAT[language][change];
  return language === "zh"
    ? accountMail(
        {
          subject: "督办系统：账号安全提示",
          lines: [`${name}：`, `账号“${account}”${what}。时间：${at}；来源：${address ?? "系统管理员"}。`],
          footer: "如非本人操作，请立即修改密码并联系系统管理员。本邮件由系统自动发出，请勿回复。",
        },
        language,
      )
    : accountMail(
        {
          subject: "duban: a change to your account",
          lines: [
            `${name},`,
            `Your account ${account}: ${what}. When: ${at}. From: ${address ?? "the administrator"}.`,
          ],
          footer: "If it was not you, change your password at once and tell the administrator.",
        },
        language,
      );
}

export interface ConfirmedAddress {
  readonly name: string;
  readonly account: string;
  /** Where the address is confirmed; usable once. */
  readonly url: string;
  readonly hours: number;
}

/** To a new address: that whoever reads there is the account's owner. */
export function confirmAddressMail({ name, account, url, hours }: ConfirmedAddress, language: Language): AccountMail {
  return language === "zh"
    ? accountMail(
        {
          subject: "督办系统：确认邮箱",
          lines: [
            `${name}：`,
            `账号“${account}”申请将本邮箱用于找回密码。请在${hours}小时内登录该账号并打开下面的链接确认。链接只能使用一次。`,
          ],
          url,
          footer: "如非本人申请，请忽略本邮件。本邮件由系统自动发出，请勿回复，也不要将链接转发他人。",
        },
        language,
      )
    : accountMail(
        {
          subject: "duban: confirm your address",
          lines: [
            `${name},`,
            `The account ${account} is to get its links for a new password at this address. Open this link within ${hours} hours, signed in to the account; it works once.`,
          ],
          url,
          footer: "If it was not you, do nothing. Do not pass the link on.",
        },
        language,
      );
}
