/** What a month's letters say, in both languages: whole sentences, as they are recorded. */
import { dayEn, dayZh, DAY_OF_YEAR_IN, monthIn } from "../language/dates.js";
import type { Words } from "../language/words.js";
import type { PlanDate } from "../plan/plan.js";

interface Month {
  readonly month: string;
  readonly dueOn: PlanDate;
}

/** 调度 asked for. `rows`, `registers`: how many of either there are in the unit's one request. */
export function askedWords({ month, dueOn }: Month, rows: number, registers: number): Words {
  const zh = [...(rows > 0 ? [`共${rows}行`] : []), ...(registers > 0 ? [`更新台账${registers}本`] : [])];
  const en = [...(rows > 0 ? [`${rows} rows`] : []), ...(registers > 0 ? [`${registers} registers to keep`] : [])];
  return {
    zh: `请于${dayZh(dueOn)}前填报${monthIn("zh", month)}工作进展（${zh.join("，")}），经主要负责同志审定后报送。系统已有的数据不需填报。`,
    en: `Report the progress of ${monthIn("en", month)} by ${dayEn(dueOn)} (${en.join(", ")}), confirmed by the head of the unit. What the system knows is not asked.`,
  };
}

/** 催报, once. `sent`: the desk has sent it, and the head has not confirmed it; `registers`: those that are not kept, by title. */
export const lateWords = ({ month, dueOn }: Month, sent: boolean, registers: readonly Words[]): Words =>
  sent
    ? {
        zh: `${monthIn("zh", month)}工作进展已由经办人填报，${DAY_OF_YEAR_IN.zh(dueOn)}到期，尚未经主要负责同志审定，请尽快审定报送；逾期情况将在月度调度通报中列明。`,
        en: `The progress of ${monthIn("en", month)} was due on ${dayEn(dueOn)} and waits for the head's confirmation. Who is late is named in the month's bulletin.`,
      }
    : {
        zh: `${monthIn("zh", month)}工作进展应于${DAY_OF_YEAR_IN.zh(dueOn)}前报送，尚未收到，请尽快填报${notKept("zh", registers)}；逾期情况将在月度调度通报中列明。`,
        en: `The progress of ${monthIn("en", month)} was due on ${dayEn(dueOn)} and has not come. Report it now${notKept("en", registers)}; who is late is named in the month's bulletin.`,
      };

const notKept = (language: keyof Words, registers: readonly Words[]): string => {
  if (registers.length === 0) return "";
  return language === "zh"
    ? `，并更新${registers.map(({ zh }) => `《${zh}》`).join("")}`
    : `, and bring up to date ${registers.map(({ en }) => en).join(", ")}`;
};

export const returnedWords = ({ month, dueOn }: Month, reason: string): Words => ({
  zh: `${monthIn("zh", month)}工作进展已由主要负责同志退回，请于${dayZh(dueOn)}前修改后重新报送。退回理由：${reason.replace(/[。；\s]+$/u, "")}。`,
  en: `The head of the unit sent back the progress of ${monthIn("en", month)}: ${reason} Send it again by ${dayEn(dueOn)}.`,
});

/** Its bulletin is out, with the letter that says so. */
export const sentWords = (month: string, no: string): Words => ({
  zh: `${monthIn("zh", month)}调度情况通报（${no}）已印发，请查阅并抓好落实。`,
  en: `The bulletin on the progress of ${monthIn("en", month)} (${no}) is out.`,
});
