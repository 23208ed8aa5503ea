import { compareText } from "../../../domain/ledger/canonical.js";
import { describe, expect, it } from "vitest";
import { type Cache, cached, cacheOf, drop, weigh, weighedCache } from "../../../api/http/cache.js";

const one = { name: "one" };
const two = { name: "two" };
const three = { name: "three" };

describe("caches", () => {
  it("hold so many entries, the least recently used going first", () => {
    const cache: Cache<object> = cacheOf(2);
    cache.set("1", one);
    cache.set("2", two);
    expect(cached(cache, "1", () => three)).toBe(one);
    expect(cached(cache, "3", () => three)).toBe(three);
    expect([...cache.keys()].toSorted(compareText)).toEqual(["1", "3"]);
  });

  it("hold so much together, once it is known what an entry weighs", () => {
    const cache: Cache<object> = weighedCache(10);
    cache.set("1", one);
    cache.set("2", two);
    weigh(cache, "1", one, 4);
    expect(cache.calculatedSize).toBe(5);
    weigh(cache, "2", two, 7);
    expect([...cache.keys()]).toEqual(["2"]);
  });

  it("hold the newest, whatever it weighs, and also what weighs nothing", () => {
    const cache: Cache<object> = weighedCache(10);
    cache.set("1", one);
    weigh(cache, "1", one, 0);
    expect(cache.get("1")).toBe(one);
    cache.set("2", two);
    weigh(cache, "2", two, 1_000);
    expect([...cache.keys()]).toEqual(["2"]);
  });

  it("leave alone what has taken the place of an entry", () => {
    const cache: Cache<object> = weighedCache(10);
    cache.set("1", one);
    cache.set("1", two);
    weigh(cache, "1", one, 9);
    drop(cache, "1", one);
    expect(cache.get("1")).toBe(two);
    expect(cache.calculatedSize).toBe(1);
    drop(cache, "1", two);
    expect(cache.size).toBe(0);
  });
});
