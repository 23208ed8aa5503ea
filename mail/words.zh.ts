/** Chinese words that several texts share. */
import { dayZh } from "../domain/language/dates.js";
import type { Choice } from "../domain/letters/channels.js";
import { type Instrument, INSTRUMENTS } from "../domain/instruments/instruments.js";
import type { PlanDate, RecipientRole } from "../domain/plan/plan.js";
import type { LetterRow, PostName } from "../domain/letters/letter-model.js";

export const ROLES_ZH: Readonly<Record<RecipientRole, string>> = {
  primaryUnit: "主办单位",
  primaryUnitHead: "主办单位主要负责人",
  leaderInCharge: "主办单位分管领导",
  township: "属地乡镇（街道）",
  townshipHead: "属地乡镇（街道）主要负责人",
  helpingUnit: "帮扶单位",
  villageDepartmentHead: "包抓部门主要负责同志",
  villageCountyLeader: "包抓处级领导",
  leadingGroup: "领导小组",
  office: "办公室",
  officeHead: "办公室主要负责人",
  supervisionOffice: "督查机构",
  verifier: "核查单位",
  verifierHead: "核查单位主要负责人",
  decider: "审定单位",
  deciderHead: "审定单位主要负责人",
  instructedUnit: "批示承办单位",
  instructedUnitHead: "批示承办单位主要负责人",
  instructor: "批示领导",
  supportingUnit: "协办单位",
  supportingUnitHead: "协办单位主要负责人",
};

export const CHANNELS_ZH: Readonly<Record<Choice, string>> = {
  mail: "电子邮件",
  wecom: "企业微信",
  dingtalk: "钉钉",
  feishu: "飞书",
  webhook: "统一待办",
  sms: "短信",
  copy: "转发文字",
};

export const dateZh: (day: PlanDate) => string = dayZh;

export const postZh = ({ title, unit }: PostName): string => `${unit ?? ""}${title}`;

/** Days further away than this are dates, not counted. */
const COUNTED_UP_TO = 30;

/** How a deadline stands on a letter's day; empty where there is nothing to say of it. */
export function timingZh(
  { overdueWorkingDays = 0, daysLeft, deadline, facts }: LetterRow,
  instrument: Instrument,
  today: PlanDate,
): string {
  const { settles } = INSTRUMENTS[instrument];
  // What was cancelled was late for nothing.
  if (facts.cancelled === true) return "";
  if (overdueWorkingDays > 0)
    return settles ? `逾期${overdueWorkingDays}个工作日反馈` : `已逾期${overdueWorkingDays}个工作日`;
  if (settles || daysLeft === undefined || deadline < today || daysLeft > COUNTED_UP_TO) return "";
  if (deadline === today) return "本日到期";
  return daysLeft === 0 ? "到期前已无工作日" : `还有${daysLeft}个工作日`;
}
