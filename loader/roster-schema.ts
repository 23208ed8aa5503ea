/** Format of roster.yaml: who the units, posts, people and villages are. */
import { z } from "zod";
import { date, datedString, id, ids, line, mailAddress, phone } from "./schema-parts.js";

const unitName = z.union(
  [
    line,
    z.strictObject({
      value: line,
      fullName: z
        .exactOptional(line)
        .meta({ description: "全称 or 规范化简称, for head, signature and 主送: 示例区民政局" }),
      from: z.exactOptional(date),
      to: z.exactOptional(date),
    }),
  ],
  {
    error:
      "must be plain text, or { value: …, fullName: …, from: YYYY-MM-DD, to: YYYY-MM-DD } with the full name and the time for which it holds",
  },
);

const unit = z.strictObject({
  id,
  kind: z.enum(["department", "township", "body"]),
  names: z.array(unitName).min(1, { error: "must hold the unit's name as the plan writes it" }),
  aliases: z.exactOptional(z.array(line)),
  desk: id.meta({ description: "经办岗, by post id" }),
  head: id.meta({ description: "主要负责人, by post id" }),
  leaderInCharge: z.array(datedString).meta({ description: "分管领导, by post id" }),
  phone: z.exactOptional(phone).meta({ description: "Office telephone, printed in letters" }),
});

const post = z.strictObject({
  id,
  title: line,
  unit: z.exactOptional(id),
  level: z.enum(["desk", "head", "countyLeader", "leadingGroup"]),
  holders: z.array(datedString).meta({ description: "Person ids; a time without holder is a vacancy" }),
  acting: z.exactOptional(z.array(datedString)).meta({
    description: "主持工作: person ids, while a head's post is vacant",
  }),
  fallback: ids.meta({ description: "Posts asked in turn while this one is vacant; ends at the office's desk" }),
  liaison: z.exactOptional(id),
  order: z.exactOptional(z.int().min(1)),
});

const person = z.strictObject({
  id,
  name: line,
  email: z.exactOptional(mailAddress),
  mobile: z.exactOptional(
    z
      .string({ error: 'must be in quotes, e.g. "13800000000"' })
      .regex(/^\+?\d{5,20}$/, { error: "must be a telephone number of digits only" }),
  ),
  phone: z.exactOptional(phone).meta({ description: "Office telephone, printed in letters; nothing is sent to it" }),
  wecom: z.exactOptional(
    // "|" would make it several people, and @all is everybody.
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/, {
      error: "must be the person's user id in WeCom, e.g. zhangsan: letters, digits, _ - . and @",
    }),
  ),
  dingtalk: z.exactOptional(
    z.string({ error: 'must be in quotes, e.g. "0168131"' }).regex(/^[A-Za-z0-9_.$:@+=/-]{1,64}$/, {
      error: "must be the person's user id in DingTalk, without space or comma",
    }),
  ),
  feishu: z.exactOptional(
    z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
      error: "must be the person's user id in Feishu, or the open_id (ou_…) or union_id (on_…)",
    }),
  ),
});

const pairing = z.strictObject({
  countyLeader: id,
  departmentHead: id,
  helpingUnit: id,
  from: z.exactOptional(date),
  to: z.exactOptional(date),
});

const village = z.strictObject({
  id,
  name: line,
  township: id,
  concentratedArea: z.exactOptional(z.boolean()).meta({ description: "自主迁徙居民相对集中区域" }),
  flags: z.exactOptional(ids).meta({ description: "Ids of plan.yaml's villageFlags" }),
  pairing: z.array(pairing).min(1, {
    error: "must hold the village's 1+1+1 pairing (包抓): [{ countyLeader: …, departmentHead: …, helpingUnit: … }]",
  }),
});

/** roster.yaml */
export const rosterFile = z.strictObject({
  sample: z.boolean(),
  bodies: z.strictObject({ office: id, supervisionOffice: id, leadingGroup: id, leadingGroupOffice: z.exactOptional(id) }),
  townships: z.array(z.strictObject({ id, name: line })),
  units: z.array(unit).min(1, { error: "must hold the plan's units" }),
  posts: z.array(post).min(1, { error: "must hold the units' posts" }),
  persons: z.array(person),
  villages: z.array(village),
});

export type RosterFile = z.infer<typeof rosterFile>;
export type UnitNameEntry = z.infer<typeof unitName>;
export type DatedString = z.infer<typeof datedString>;
