/** Posts above the units: what they get is submitted to them. */
import { isLeader } from "../../domain/letters/addressing.js";
import type { Directory } from "../../domain/people/directory.js";

export function isLeaderPost(post: string, names: Directory): boolean {
  const level = names.posts.get(post)?.level;
  return level !== undefined && isLeader({ level });
}
