/** The mail that takes a signed checkpoint of the ledger to whoever is to keep it. */
import type { Language } from "../domain/language/words.js";
import { escapeHtml } from "./html.js";

export interface CheckpointMail {
  readonly no: number;
  /** When it was made: ISO, UTC. */
  readonly at: string;
  readonly hash: string;
  readonly publicKey: string;
  /** How many plans and streams it tells of. */
  readonly plans: number;
  readonly streams: number;
  /** What does not fit the checkpoint before it. */
  readonly problems: readonly string[];
}

interface Words {
  readonly htmlLang: string;
  readonly subject: string;
  readonly lines: readonly string[];
  readonly footer: string;
}

const VERIFY = (no: number, key: string): string =>
  `npm run ledger:verify -- --checkpoint checkpoint-${no}.jsonl --key ${key}`;

const WORDS: Readonly<Record<Language, (mail: CheckpointMail) => Words>> = {
  zh: ({ no, at, hash, publicKey, plans, streams, problems }) => ({
    htmlLang: "zh-CN",
    subject: `${problems.length > 0 ? "【核对不符】" : ""}督办系统办理记录校验点第${no}号`,
    lines: [
      ...(problems.length > 0
        ? [
            `与第${no - 1}号校验点核对，发现${problems.length}处不符，此前的办理记录可能已被改动。请立即通知系统管理员，并保留本邮件和以前各期校验点。`,
            ...problems,
          ]
        : ["请保存本邮件，不要删除。"]),
      `本邮件附件是督办系统办理记录的第${no}号校验点，生成于${at}，记有${plans}个方案、${streams}条记录链当时的末行和校验值，并已签名。`,
      `日后需要核实办理记录是否被改写、截去或删除时，请系统管理员用附件执行：${VERIFY(no, publicKey)}`,
      `校验值：${hash}`,
      `公钥：${publicKey}`,
    ],
    footer: "公钥应与启用系统时记下的一致。本邮件由系统自动发出，请勿回复。",
  }),
  en: ({ no, at, hash, publicKey, plans, streams, problems }) => ({
    htmlLang: "en",
    subject: `${problems.length > 0 ? "[does not fit] " : ""}duban: checkpoint ${no} of the ledger`,
    lines: [
      ...(problems.length > 0
        ? [
            `Held against checkpoint ${no - 1}, ${problems.length} things do not fit: rows recorded before it may have been changed. Tell the administrator at once; keep this mail and the earlier ones.`,
            ...problems,
          ]
        : ["Keep this mail."]),
      `Attached is checkpoint ${no} of the ledger, made at ${at}: where ${streams} streams of ${plans} plans ended then, signed.`,
      `To find out whether the ledger was rewritten, cut or dropped since, the administrator runs: ${VERIFY(no, publicKey)}`,
      `Hash: ${hash}`,
      `Public key: ${publicKey}`,
    ],
    footer: "The public key should be the one that was written down when the system was taken into use.",
  }),
};

export function checkpointMail(
  mail: CheckpointMail,
  language: Language,
): { readonly subject: string; readonly html: string; readonly text: string } {
  const { htmlLang, subject, lines, footer } = WORDS[language](mail);
  const e = escapeHtml;
  return {
    subject,
    text: [...lines, "", "--", footer, ""].join("\n"),
    html: `<!DOCTYPE html>
<html lang="${htmlLang}"><head><meta charset="utf-8"><title>${e(subject)}</title></head>
<body style="margin:0;background:#fff;color:#000"><div style="max-width:720px;margin:0 auto;padding:12px;font-size:16px;line-height:1.7;overflow-wrap:anywhere">
${lines.map((line) => `<p style="margin:8px 0">${e(line)}</p>`).join("\n")}
<p style="margin:24px 0 0;padding-top:6px;border-top:1px solid #ccc;color:#555;font-size:12px">${e(footer)}</p>
</div></body></html>
`,
  };
}
