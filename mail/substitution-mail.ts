/** Tells a post's holder that somebody was named to act in it, whoever named them, and whether they must confirm it first. */
import { dayEn, dayZh } from "../domain/language/dates.js";
import type { Language } from "../domain/language/words.js";
import { type AccountMail, accountMail } from "./account-mail.js";

export interface NamedSubstitute {
  /** The holder. */
  readonly name: string;
  /** The plan's short title. */
  readonly plan: string;
  readonly post: string;
  readonly substitute: string;
  /** Who named them. */
  readonly by: string;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly awaitsConsent: boolean;
  /** Where it is confirmed or ended. */
  readonly url: string;
}

export function substitutionMail(named: NamedSubstitute, language: Language): AccountMail {
  const { name, plan, post, substitute, by, from, until, reason, awaitsConsent, url } = named;
  return language === "zh"
    ? accountMail(
        {
          subject: awaitsConsent ? "督办系统：岗位代理待您确认" : "督办系统：岗位代理告知",
          lines: [
            `${name}：`,
            `在“${plan}”中，${by}提出由${substitute}自${dayZh(from)}至${dayZh(until)}代理您任职的“${post}”。事由：${reason}。`,
            awaitsConsent
              ? "须经您本人登录系统确认后生效；如不同意，请结束该代理。"
              : "该代理已生效或将于起始日期生效；如有不妥，请登录系统结束该代理。",
          ],
          url,
          footer: "本邮件由系统自动发出，请勿回复。",
        },
        language,
      )
    : accountMail(
        {
          subject: awaitsConsent
            ? "duban: a substitute for your post awaits your consent"
            : "duban: a substitute for your post",
          lines: [
            `${name},`,
            `In ${plan}, ${by} named ${substitute} to act in your post ${post} from ${dayEn(from)} to ${dayEn(until)}. Reason: ${reason}.`,
            awaitsConsent
              ? "It holds once you have confirmed it, signed in. Who does not agree ends it."
              : "It holds from its first day. You may end it at any time.",
          ],
          url,
          footer: "This was sent automatically.",
        },
        language,
      );
}
