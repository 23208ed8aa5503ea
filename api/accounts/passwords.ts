/** Passwords: argon2id, with OWASP's least cost; what a new one must be; one-time ones. */
import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { ProblemError } from "../http/problem.js";

export const PASSWORD_LENGTH = { min: 12, max: 128 };

/** 19 MiB, two passes, one lane (argon2id is the library's default kind): about 20 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** As it is typed with or without an input method: full-width and half-width are the same (NIST SP 800-63B, 5.1.1.2). */
const normal = (password: string): string => password.normalize("NFKC");

export const hashPassword = (password: string): Promise<string> => hash(normal(password), COST);

export async function verifyPassword({ hash: known, password }: { hash: string; password: string }): Promise<boolean> {
  const typed = normal(password);
  // One that was set before passwords were normalised is known as it was typed.
  return (await verify(known, typed)) || (typed !== password && (await verify(known, password)));
}

/** The library's best score, for 10^10 guesses and more: `admin@123456` and the like reach the one below. */
const LEAST_SCORE = 4;
/** The estimate's work grows with the length; what is behind this adds no weakness. */
const LOOKED_AT = 64;

let estimator: ZxcvbnFactory | undefined;

/** Throws `weakPassword` for one that stands on lists, is made of patterns, or of what is known of its owner. */
export function refuseWeak(password: string, known: readonly string[]): void {
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const typed = normal(password);
  if (
    typed.length >= PASSWORD_LENGTH.min &&
    estimator.check(typed.slice(0, LOOKED_AT), [...known, "duban"]).score >= LEAST_SCORE
  )
    return;
  throw new ProblemError("weakPassword", {
    zh: `新密码须${PASSWORD_LENGTH.min}个字符以上，且不能是常见密码、连续或重复的字符、键盘顺序，也不能由账号、姓名组成。可用几个互不相关的词连成一句。`,
    en: `A new password has at least ${PASSWORD_LENGTH.min} characters and is none that is commonly used, nor made of sequences, repetitions, your name or account. Several unrelated words will do.`,
  });
}

/** Without characters that are taken for one another. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

const typeable = (groups: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join(""),
  ).join("-");

/** A password to be typed once and changed, as `xxxx-xxxx-xxxx-xxxx` (79 bits). */
export const oneTimePassword = (): string => typeable(4);

/** Codes in place of the second factor, each once, as `xxxx-xxxx-xxxx` (59 bits); read from paper, with or without dashes. */
export const recoveryCodes = (): string[] => Array.from({ length: 10 }, () => typeable(3));
