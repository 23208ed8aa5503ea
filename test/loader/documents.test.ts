/** Documents that come as text or JSON: what is stored can be given back, and what is wrong is told at its place. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { checkDocuments, DOCUMENT_KINDS, documentText } from "../../loader/documents.js";
import { stamped, stampIn } from "../../loader/stamp.js";
import { loadPlan } from "../../loader/load-plan.js";

async function load(folder: string): Promise<PlanBundle> {
  const loaded = await loadPlan(folder);
  if (!loaded.ok) throw new Error(`${folder} does not load`);
  return loaded.bundle;
}

describe.each(["plans/yimin-zhifu", "plans/example"])("%s", (folder) => {
  it("comes back as it was, from YAML and from JSON", async () => {
    const bundle = await load(folder);
    expect(checkDocuments(bundle, {})).toEqual({ ok: true, bundle });
    const texts = DOCUMENT_KINDS.map((kind) => [kind, documentText(kind, bundle[kind], 7)] as const);
    const yaml = Object.fromEntries(texts.map(([kind, { yaml: text }]) => [kind, text]));
    expect(checkDocuments(bundle, yaml)).toEqual({ ok: true, bundle });
    const json = Object.fromEntries(texts.map(([kind, { content }]) => [kind, content]));
    expect(checkDocuments(bundle, json)).toEqual({ ok: true, bundle });
    for (const [kind, { content, yaml: text }] of texts) expect(parse(text), kind).toEqual(content);
  });
});

describe("a stamp", () => {
  it("says which version a text was made from, in whatever place it stands, and takes the place of an earlier one", async () => {
    const { yaml } = documentText("roster", (await load("plans/example")).roster, 3);
    expect(stampIn("roster", yaml)).toBe(3);
    expect(stampIn("plan", yaml)).toBeNull();
    expect(stampIn("roster", yaml.replace(/^.*\n/, ""))).toBeNull();
    const commented = `# 名册，由办公室维护\n${yaml}`;
    expect(stampIn("roster", commented)).toBe(3);
    const later = stamped("roster", commented, 12);
    expect(stampIn("roster", later)).toBe(12);
    expect(later.split("\n").length).toBe(commented.split("\n").length);
    expect(later.startsWith("# 名册")).toBe(true);
    expect(stampIn("roster", stamped("roster", "a: 1\n", 2))).toBe(2);
  });
});

describe("what is wrong", () => {
  it("is told with document, path and, of a text, its line", async () => {
    const bundle = await load("plans/example");
    const roster = documentText("roster", bundle.roster, 7);
    const broken = roster.yaml.replace(/desk: (\S+)/, "desk: no-such-post");
    const line = broken.split("\n").findIndex((one) => one.includes("no-such-post")) + 1;
    const told = checkDocuments(bundle, { roster: broken });
    expect(told).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        expect.objectContaining({
          document: "roster",
          path: "units[0].desk",
          line,
          message: expect.stringContaining("unknown post"),
        }),
      ]),
    });
    const json = structuredClone(roster.content) as { units: { desk: string }[] };
    (json.units[0] as { desk: string }).desk = "no-such-post";
    const asJson = checkDocuments(bundle, { roster: json as never });
    expect(asJson).toMatchObject({
      ok: false,
      problems: expect.arrayContaining([
        expect.objectContaining({ document: "roster", path: "units[0].desk", line: null, column: null }),
      ]),
    });
  });

  it("may be a text that is none, or of another document", async () => {
    const bundle = await load("plans/example");
    for (const text of ["", "a: [", "- 1", "&a [*a]", "\tx: 1", "null", "version: 1"])
      expect(checkDocuments(bundle, { policy: text }), text).toMatchObject({ ok: false });
    expect(checkDocuments(bundle, { policy: {} })).toMatchObject({ ok: false });
    // A unit that the plan needs is gone from the roster: told at the plan, which was not given and has no lines.
    const roster = documentText("roster", bundle.roster, 7).content;
    const less = { ...roster, units: roster.units.slice(1) };
    const told = checkDocuments(bundle, { roster: less as never });
    if (told.ok) throw new Error("a unit is missing");
    expect(told.problems.some(({ document, line }) => document === "plan" && line === null)).toBe(true);
  });
});
