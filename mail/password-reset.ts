/** The mail that lets somebody set a new password: to one person, about their own account. */
import { escapeHtml } from "./html.js";
import type { Language } from "../domain/language/words.js";

export interface PasswordReset {
  readonly name: string;
  readonly account: string;
  /** Where a new password is set; usable once. */
  readonly url: string;
  /** How long it may be used. */
  readonly minutes: number;
}

export interface ResetMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

interface Words {
  readonly htmlLang: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly footer: string;
}

const WORDS: Readonly<Record<Language, (reset: PasswordReset) => Words>> = {
  zh: ({ name, account, minutes }) => ({
    htmlLang: "zh-CN",
    subject: "督办系统：重置密码",
    lines: [
      `${name}：`,
      `已收到账号“${account}”的重置密码申请。请在${minutes}分钟内打开下面的链接，设置新密码。链接只能使用一次。`,
    ],
    footer: "如非本人申请，请忽略本邮件，原密码不变。本邮件由系统自动发出，请勿回复，也不要将链接转发他人。",
  }),
  en: ({ name, account, minutes }) => ({
    htmlLang: "en",
    subject: "duban: set a new password",
    lines: [
      `${name},`,
      `Somebody asked for a new password for the account ${account}. Open this link within ${minutes} minutes to set one; it works once.`,
    ],
    footer: "If it was not you, do nothing: your password stays as it is. Do not pass the link on.",
  }),
};

export function passwordResetMail(reset: PasswordReset, language: Language): ResetMail {
  const { htmlLang, subject, lines, footer } = WORDS[language](reset);
  const e = escapeHtml;
  const paragraphs = lines.map((line) => `<p style="margin:8px 0">${e(line)}</p>`).join("\n");
  return {
    subject,
    text: [...lines, "", reset.url, "", "--", footer, ""].join("\n"),
    html: `<!DOCTYPE html>
<html lang="${htmlLang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(subject)}</title></head>
<body style="margin:0;background:#fff;color:#000"><div style="max-width:720px;margin:0 auto;padding:12px;font-size:16px;line-height:1.7;overflow-wrap:anywhere">
${paragraphs}
<p style="margin:16px 0"><a href="${e(reset.url)}">${e(reset.url)}</a></p>
<p style="margin:24px 0 0;padding-top:6px;border-top:1px solid #ccc;color:#555;font-size:12px">${e(footer)}</p>
</div></body></html>
`,
  };
}
