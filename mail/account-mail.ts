/** Mails to one person about their own account, in one form: what it is about, perhaps a link, and what to do otherwise. */
import type { Language } from "../domain/language/words.js";
import { escapeHtml } from "./html.js";

export interface AccountMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What such a mail says; each line is a paragraph. */
export interface AccountMailText {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly url?: string;
  readonly footer: string;
}

export function accountMail({ subject, lines, url, footer }: AccountMailText, language: Language): AccountMail {
  const e = escapeHtml;
  const paragraphs = lines.map((line) => `<p style="margin:8px 0">${e(line)}</p>`).join("\n");
  const link = url === undefined ? "" : `<p style="margin:16px 0"><a href="${e(url)}">${e(url)}</a></p>\n`;
  return {
    subject,
    text: [...lines, "", ...(url === undefined ? [] : [url, ""]), "--", footer, ""].join("\n"),
    html: `<!DOCTYPE html>
<html lang="${language === "zh" ? "zh-CN" : "en"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${e(subject)}</title></head>
<body style="margin:0;background:#fff;color:#000"><div style="max-width:720px;margin:0 auto;padding:12px;font-size:16px;line-height:1.7;overflow-wrap:anywhere">
${paragraphs}
${link}<p style="margin:24px 0 0;padding-top:6px;border-top:1px solid #ccc;color:#555;font-size:12px">${e(footer)}</p>
</div></body></html>
`,
  };
}
