/** 抄送 and 抄报 of letters: to whom else a document goes, by the names of its day, in order of rank. */
import { isLeader } from "../../domain/letters/addressing.js";
import type { LetterAddressee, LetterModel } from "../../domain/letters/letter-model.js";
import type { Directory } from "../../domain/people/directory.js";
import type { PlanDate } from "../../domain/plan/plan.js";
import type { Post } from "../../domain/plan/roster.js";
import { ALARMS } from "../alarms/alarm-letters.js";
import type { Pool } from "../database/pool.js";
import * as sql from "../sql/letters/statements.js";

/** By letter, the posts that its document is copied to. */
export async function readCopied(
  pool: Pool,
  planId: string,
  letters: readonly string[],
): Promise<Map<string, string[]>> {
  const copied = new Map<string, string[]>();
  for (const { letter, post } of await sql.readCopiedPosts.run(pool, { planId, letters, alarms: ALARMS }))
    copied.set(letter, [...(copied.get(letter) ?? []), post]);
  return copied;
}

/** The group before the leaders, the leaders by their order, then units as the roster has them. */
function rankOf({ id, level, order = Number.MAX_SAFE_INTEGER }: Post, { posts }: Directory): number[] {
  const place = [...posts.keys()].indexOf(id);
  return [level === "leadingGroup" ? 0 : level === "countyLeader" ? 1 : 2, order, place];
}

function byRank(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0);
  return 0;
}

/** 抄报 names leaders with their posts, 抄送 units by their full names; nobody twice, nor whom it is addressed to. */
export function othersOf(
  copied: readonly string[],
  addressee: LetterAddressee,
  day: PlanDate,
  names: Directory,
): Pick<LetterModel, "copies" | "reports"> {
  const copies = new Set<string>();
  const reports = new Set<string>();
  const ranked = copied
    .flatMap((post) => {
      const found = names.posts.get(post);
      return found === undefined ? [] : [{ post: found, rank: rankOf(found, names) }];
    })
    .sort((a, b) => byRank(a.rank, b.rank));
  for (const { post } of ranked) {
    const {
      post: { title, unit },
      person,
    } = names.holder(post.id, day);
    if (isLeader(post)) {
      const name = person?.name ?? "";
      if (name === "" || name !== addressee.name) reports.add(`${title}${name}`);
    } else {
      const name = unit === null ? title : names.unit(unit.id, day).fullName;
      if (name !== addressee.name) copies.add(name);
    }
  }
  return {
    ...(copies.size > 0 && { copies: [...copies] }),
    ...(reports.size > 0 && { reports: [...reports] }),
  };
}
