/** Tells whom it concerns that a post has another holder by the roster: the former one, the new one, and the supervision office. */
import { dayEn, dayZh } from "../domain/language/dates.js";
import type { Language } from "../domain/language/words.js";
import { type AccountMail, accountMail } from "./account-mail.js";

export interface ChangedHolder {
  /** Who is told. */
  readonly name: string;
  readonly plan: string;
  readonly post: string;
  /** Null: the post was vacant. */
  readonly former: string | null;
  /** Null: the post is vacant from then on. */
  readonly next: string | null;
  readonly from: string;
  /** Who changed the roster. */
  readonly by: string;
  readonly reason: string | null;
  readonly url: string;
}

/** Before it is known where the site is; `page`: where on it the plan is. */
export type ToldHolderChange = Omit<ChangedHolder, "url"> & { readonly page: string };

export function holderMail(changed: ChangedHolder, language: Language): AccountMail {
  const { name, plan, post, former, next, from, by, reason, url } = changed;
  return language === "zh"
    ? accountMail(
        {
          subject: "督办系统：任职人员变更告知",
          lines: [
            `${name}：`,
            `“${plan}”的名册已由${by}变更：自${dayZh(from)}起，“${post}”的任职人员由${former ?? "（空缺）"}改为${next ?? "（空缺）"}。${reason === null ? "" : `事由：${reason}。`}`,
            "该岗位的文书和办理权限随之转移。如与实际任免不符，请立即联系督查室和系统管理员。",
          ],
          url,
          footer: "本邮件由系统自动发出，请勿回复。",
        },
        language,
      )
    : accountMail(
        {
          subject: "duban: a post has another holder",
          lines: [
            `${name},`,
            `${by} changed the roster of ${plan}: from ${dayEn(from)} on the post ${post} is held by ${next ?? "nobody"}, before by ${former ?? "nobody"}.${reason === null ? "" : ` Reason: ${reason}.`}`,
            "Its letters and what its holder may do go over with it. If that is not so in fact, tell the supervision office and the operators at once.",
          ],
          url,
          footer: "This was sent automatically.",
        },
        language,
      );
}
