/** Format of roster.yaml: who the units, posts, people and villages are. */
import { z } from "zod";
import { date, datedString, id, ids, line, mailAddress } from "./schema-parts.js";

const unit = z.strictObject({
  id,
  kind: z.enum(["department", "township", "body"]),
  names: z.array(datedString).min(1, { error: "must hold the unit's name as the plan writes it" }),
  aliases: z.exactOptional(z.array(line)),
  desk: id.meta({ description: "经办岗, by post id" }),
  head: id.meta({ description: "主要负责人, by post id" }),
  leaderInCharge: z.array(datedString).meta({ description: "分管领导, by post id" }),
});

const post = z.strictObject({
  id,
  title: line,
  unit: z.exactOptional(id),
  level: z.enum(["desk", "head", "countyLeader", "leadingGroup"]),
  holders: z.array(datedString).meta({ description: "Person ids; a time without holder is a vacancy" }),
  acting: z.exactOptional(z.array(datedString)).meta({
    description: "主持工作: person ids, for a head's post: who leads the unit while nobody holds it",
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
  pairing: z.array(pairing).min(1, {
    error: "must hold the village's 1+1+1 pairing (包抓): [{ countyLeader: …, departmentHead: …, helpingUnit: … }]",
  }),
});

/** roster.yaml */
export const rosterFile = z.strictObject({
  sample: z.boolean(),
  bodies: z.strictObject({ office: id, supervisionOffice: id, leadingGroup: id }),
  townships: z.array(z.strictObject({ id, name: line })),
  units: z.array(unit).min(1, { error: "must hold the plan's units" }),
  posts: z.array(post).min(1, { error: "must hold the units' posts" }),
  persons: z.array(person),
  villages: z.array(village),
});

export type RosterFile = z.infer<typeof rosterFile>;
export type DatedString = z.infer<typeof datedString>;
