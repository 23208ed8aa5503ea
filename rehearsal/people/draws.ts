/**
 * Chance without a sequence: every draw is a hash of the seed and of what it is about, so it comes out the same whenever
 * and in whatever order it is asked for. That is what makes a rehearsal the same, hash for hash, however it is scheduled.
 */
import { createHash } from "node:crypto";

/** What a draw is about: kind of act, item or unit, occurrence. The same words give the same draw. */
export type About = readonly (string | number)[];

export class Draws {
  constructor(private readonly seed: number) {}

  /** A number from 0 (included) to 1 (excluded). */
  of(...about: About): number {
    const text = [this.seed, ...about].join("\u0000");
    return createHash("sha256").update(text).digest().readUIntBE(0, 6) / 2 ** 48;
  }

  happens(chance: number, ...about: About): boolean {
    return this.of("happens", ...about) < chance;
  }

  /** A whole number of `[least, most]`, both included. */
  within([least, most]: readonly [number, number], ...about: About): number {
    return least + Math.floor(this.of("within", ...about) * (most - least + 1));
  }

  oneOf<T>(list: readonly [T, ...T[]], ...about: About): T {
    return list[Math.floor(this.of("oneOf", ...about) * list.length)] as T;
  }
}
