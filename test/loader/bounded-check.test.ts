/** Documents are checked in bounded time and memory, however they are made; and the thread they are checked in goes on. */
import { beforeAll, describe, expect, it } from "vitest";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { BoundedChecker, TooMuchWork } from "../../loader/bounded-check.js";
import { checkDocuments, documentText } from "../../loader/documents.js";
import { loadPlan } from "../../loader/load-plan.js";

let bundle: PlanBundle;
beforeAll(async () => {
  const loaded = await loadPlan("plans/example");
  if (!loaded.ok) throw new Error("the example does not load");
  ({ bundle } = loaded);
});

const keys = (count: number): string => Array.from({ length: count }, (_, no) => `k${no}: 1\n`).join("");

describe("a document", () => {
  it.each<[string, () => string]>([
    ["of 200,000 keys", () => keys(180_000)],
    ["of a key 200,000 times", () => "k: 1\n".repeat(200_000)],
    ["of brackets", () => "[".repeat(1_000_000)],
    ["of lists in lists", () => "- ".repeat(1_000_000)],
    ["of keys in keys", () => Array.from({ length: 1_500 }, (_, no) => `${" ".repeat(no)}a:\n`).join("")],
    ["of aliases", () => `a: &a [${"x,".repeat(50)}]\nb: [${"*a,".repeat(100_000)}]`],
    ["of quotes", () => `"${"\\u0041".repeat(100_000)}`],
  ])("%s is refused, long before the test's own time is up", (_what, text) => {
    const found = checkDocuments(bundle, { roster: text() });
    expect(found.ok).toBe(false);
    if (!found.ok) expect(found.problems.length).toBeLessThan(1_000);
  });

  it("of 100,000 keys names the one that stands there twice", () => {
    const text = `${keys(100_000)}k7: 2\n`;
    const found = checkDocuments(bundle, { roster: text });
    expect(found.ok ? [] : found.problems.filter(({ document }) => document === "roster")).toEqual([
      expect.objectContaining({ line: 100_001, message: expect.stringContaining("k7 stands twice in one map") }),
    ]);
  });
});

describe("the thread", () => {
  it("answers as the check itself does, and one job after another", async () => {
    const checker = new BoundedChecker();
    const { yaml } = documentText("roster", bundle.roster, 1);
    const [whole, broken] = await Promise.all([
      checker.check(bundle, { roster: yaml }),
      checker.check(bundle, { roster: "a: [" }),
    ]);
    expect(whole).toEqual({ ok: true, bundle });
    expect(broken).toEqual(checkDocuments(bundle, { roster: "a: [" }));
  });

  it("is ended where a job takes too long, and the next one is answered", async () => {
    const checker = new BoundedChecker({ within: 1_000, memory: 512, waiting: 3 });
    await checker.check(bundle, {}).catch(() => undefined); // the first also waits for the thread to begin
    let ticks = 0;
    const timer = setInterval(() => ticks++, 20);
    const hard = Array.from({ length: 60_000 }, (_, no) => `? [${no}, a]\n: 1\n`).join("");
    const all = { plan: hard, roster: hard, policy: hard, calendar: hard };
    await expect(checker.check(bundle, all)).rejects.toThrow(TooMuchWork);
    clearInterval(timer);
    // Meanwhile this thread had its turns.
    expect(ticks).toBeGreaterThan(20);
    const again = new BoundedChecker();
    expect((await again.check(bundle, {})).ok).toBe(true);
    await expect(checker.check(bundle, { roster: "a: [" })).resolves.toMatchObject({ ok: false });
  });

  it("refuses what would wait behind too many others", async () => {
    const checker = new BoundedChecker({ within: 20_000, memory: 512, waiting: 2 });
    const two = [checker.check(bundle, {}), checker.check(bundle, {})];
    await expect(checker.check(bundle, {})).rejects.toThrow(TooMuchWork);
    expect((await Promise.all(two)).every(({ ok }) => ok)).toBe(true);
  });
});
