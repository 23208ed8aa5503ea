/** The examples in docs/ledger-format.md are what they say: whoever writes a checker from that page can try it on them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { canonical } from "../../chaos/checker/chain.js";
import { canonicalJson } from "../../domain/ledger/canonical.js";

/** Indented: the hash of the row before (none before a stream's first row), a row's canonical text, its hash. */
const EXAMPLE = /(?:^ {4}(?<previous>[0-9a-f]{64})\n)?^ {4}(?<row>\{.*\})\n {4}(?<hash>[0-9a-f]{64})$/gm;

it("has examples of rows whose text and hash are right", () => {
  const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/ledger-format.md"), "utf8");
  const examples = [...page.matchAll(EXAMPLE)];
  expect(examples.length).toBe(3);
  for (const { groups } of examples) {
    const { previous = "", row = "", hash } = groups ?? {};
    expect(canonicalJson(JSON.parse(row))).toBe(row);
    expect(canonical(JSON.parse(row))).toBe(row);
    expect(createHash("sha256").update(`${previous}\n${row}`, "utf8").digest("hex")).toBe(hash);
  }
});
