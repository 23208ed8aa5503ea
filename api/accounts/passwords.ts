/** Passwords: argon2id, with OWASP's least cost; what a new one must be. */
import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

export const PASSWORD_LENGTH = { min: 10, max: 128 };

/** 19 MiB, two passes, one lane (argon2id is the library's default kind): about 20 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

export const verifyPassword = ({ hash: known, password }: { hash: string; password: string }): Promise<boolean> =>
  verify(known, password);

/** Without characters that are taken for one another. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to be typed once and changed, as `xxxx-xxxx-xxxx-xxxx` (79 bits). */
export function oneTimePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return Array.from({ length: 4 }, group).join("-");
}
