/** What an alarm is about, in one sentence of each language. */
import type { PlanDate } from "../../domain/plan.js";
import type { Alarm } from "../../prisma/alarm-store.js";
import type { Names } from "../names.js";
import type { Words } from "../schemas/parts.js";

export function alarmWords({ kind, detail, key }: Alarm, names: Names, day: PlanDate): Words {
  const told = (name: string): string => (typeof detail[name] === "string" ? detail[name] : "");
  const post = (id: string): string => {
    const { title, unit } = names.post(id, day);
    return `${unit?.name ?? ""}${title}`;
  };
  const person = names.person(told("person")).name;
  switch (kind) {
    case "vacantPost":
      return {
        zh: `${post(told("post"))}空缺，文书转送${post(told("fellTo"))}`,
        en: `${post(told("post"))} is vacant: its notices go to ${post(told("fellTo"))}`,
      };
    case "nobody":
      return {
        zh: `${post(told("post"))}及其代收岗位均无人在岗，通知无人可送`,
        en: `Nobody holds ${post(told("post"))} or any post in its stead: its notices reach nobody`,
      };
    case "noEmail":
      return {
        zh: `${person}没有邮箱，文书须当面送达或者电话告知`,
        en: `${person} has no e-mail: hand the letters over or telephone`,
      };
    case "unreachable":
      return { zh: `${person}没有任何联系方式`, en: `${person} can be reached on no channel` };
    case "letterFailed":
      return {
        zh: `文书${told("letter")}被邮件服务器拒收：${told("error")}`,
        en: `The mail server refuses letter ${told("letter")}: ${told("error")}`,
      };
    default:
      return { zh: `${kind}：${key}`, en: `${kind}: ${key}` };
  }
}
