/** The examples in docs/ledger-format.md are what they say: whoever writes a checker from that page can try it on them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { hashOf } from "../../chaos/checker/chain.js";
import type { Row } from "../../chaos/checker/rows.js";
import { type DecidedBeside, type HashedRow, rowHash } from "../../prisma/ledger/append.js";

/** Indented: the hash of the row before (none before a stream's first row), a row's canonical text, its hash. */
const EXAMPLE = /(?:^ {4}(?<previous>[0-9a-f]{64})\n)?^ {4}(?<text>\{.*\})\n {4}(?<hash>[0-9a-f]{64})$/gm;

interface Example extends HashedRow {
  readonly stream: string;
  readonly recipients: Row["recipients"];
  readonly decided: DecidedBeside;
}

it("has examples of both formats whose hashes the text, the product and the checker agree on", () => {
  const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/ledger-format.md"), "utf8");
  const examples = [...page.matchAll(EXAMPLE)];
  expect(examples).toHaveLength(3);
  const versions = examples.map(({ groups }) => {
    const { previous = "", text = "", hash } = groups ?? {};
    const row = JSON.parse(text) as Example;
    expect(createHash("sha256").update(`${previous}\n${text}`, "utf8").digest("hex")).toBe(hash);
    expect(rowHash(previous, row.stream, row, row.recipients, row.decided)).toBe(hash);
    const [item, actor, payload] = [row.item ?? null, row.actor ?? null, row.payload as Row["payload"]];
    expect(hashOf(previous, { ...row, item, actor, payload, previous, hash: hash ?? "" })).toBe(hash);
    return row.version ?? 1;
  });
  expect(versions).toEqual([1, 1, 2]);
});
