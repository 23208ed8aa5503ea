/** roster.yaml once it is loaded: units, posts with who holds them when, people, townships, villages and their pairing. */
import type { Dated } from "./plan.js";

/** The unit id by which a plan says 各乡镇（街道）: each of them, never somebody who is asked or told beside them. */
export const ALL_TOWNSHIPS = "townships";

export type UnitKind = "department" | "township" | "body";

/** A unit's name for a time: as people and the plan call it, and in full (全称 or 规范化简称) for head, signature and 主送. */
export interface UnitName extends Dated<string> {
  readonly fullName?: string;
}

/** A unit (单位). Letters use the name of their day. */
export interface Unit {
  readonly id: string;
  readonly kind: UnitKind;
  /** Dated names; the first one is the plan text's. */
  readonly names: readonly UnitName[];
  /** Names the plan's text uses for it, e.g. `人社`. */
  readonly aliases: readonly string[];
  /** 经办岗: the post that receives what is addressed to the unit. */
  readonly desk: string;
  /** 主要负责人. */
  readonly head: string;
  /** 分管领导: the county leader in charge, dated, by post id. */
  readonly leaderInCharge: readonly Dated<string>[];
  /** Its office telephone, as it is to be printed. */
  readonly phone?: string;
}

/**
 * A post (岗位): what letters are addressed to. `fallback` is the chain asked in turn when it is vacant,
 * by post id; every chain must end at the office's desk.
 */
export interface Post {
  readonly id: string;
  readonly title: string;
  readonly unit?: string;
  readonly level: "desk" | "head" | "countyLeader" | "leadingGroup";
  readonly holders: readonly Dated<string>[];
  /** 主持工作: who does the work of a head's post while nobody holds it, by person id, dated; of the same unit. */
  readonly acting?: readonly Dated<string>[];
  readonly fallback: readonly string[];
  /** 联络员 who may acknowledge for the holder, by post id. */
  readonly liaison?: string;
  /** 任职 order, for lists of leaders. */
  readonly order?: number;
}

/** A person. No channel at all is an alarm, not an error. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly mobile?: string;
  /** Office telephone, as it is to be printed; nothing is sent to it. */
  readonly phone?: string;
  /** 企业微信 user id. */
  readonly wecom?: string;
  /** 钉钉 user id. */
  readonly dingtalk?: string;
  /** 飞书 user id, open_id (`ou_…`) or union_id (`on_…`). */
  readonly feishu?: string;
}

export interface Township {
  /** Equals the id of its unit. */
  readonly id: string;
  readonly name: string;
}

/** A village with its dated 1+1+1 pairing (包抓): county leader and department head by post id, helping unit by unit id. */
export interface Village {
  readonly id: string;
  readonly name: string;
  readonly township: string;
  /** 自主迁徙居民相对集中区域. */
  readonly concentratedArea: boolean;
  /** Flags of plan.yaml's `villageFlags`; absent: none. */
  readonly flags?: readonly string[];
  readonly pairing: readonly Dated<Pairing>[];
}

export interface Pairing {
  readonly countyLeader: string;
  readonly departmentHead: string;
  readonly helpingUnit: string;
}

/** Units with a role of their own in the engine. */
export interface Bodies {
  /** 扶贫办: coordinates, verifies, signs. */
  readonly office: string;
  /** 督查室: verifies what the office owes. */
  readonly supervisionOffice: string;
  /** 区委农村工作领导小组. */
  readonly leadingGroup: string;
  /** Its office (领导小组办公室), in whose name townships and peers are asked; absent: letters say 〈leading group〉办公室. */
  readonly leadingGroupOffice?: string;
}

/** roster.yaml */
export interface Roster {
  /** Plainly marks sample data; shown wherever names are. */
  readonly sample: boolean;
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
  readonly persons: readonly Person[];
  readonly townships: readonly Township[];
  readonly villages: readonly Village[];
  readonly bodies: Bodies;
}
