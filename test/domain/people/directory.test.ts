import { describe, expect, it } from "vitest";
import { directoryOf, unitNameOn } from "../../../domain/people/directory.js";
import { bundle } from "../../support/small-bundle.js";

const names = directoryOf(bundle);

describe("directory", () => {
  it("calls a unit by its name of the day", () => {
    expect(names.unit("office", "2021-06-30")).toEqual({ id: "office", name: "扶贫办", fullName: "扶贫办" });
    expect(names.unit("office", "2021-07-01")).toEqual({ id: "office", name: "乡村振兴局", fullName: "乡村振兴局" });
    expect(unitNameOn(bundle.roster, "office", "2021-07-01")).toBe("乡村振兴局");
  });

  it("calls a post by its title and its unit's name of the day", () => {
    expect(names.fullTitle("office/desk", "2021-07-01")).toBe("乡村振兴局office经办");
    expect(names.post("leader/1", "2021-07-01")).toEqual({ id: "leader/1", title: "县领导1", unit: null });
    expect(names.fullTitle("leader/1", "2021-07-01")).toBe("县领导1");
  });

  it("knows who holds a post on a day, and which posts a person holds", () => {
    expect(names.holder("helper/desk", "2021-06-30").person).toEqual({ id: "p-helper-desk", name: "p-helper-desk" });
    expect(names.holder("helper/desk", "2021-07-01").person).toBeNull();
    expect(names.postsHeldBy("p-leader-1", "2021-07-01").map(({ id }) => id)).toEqual(["lead/head", "leader/1"]);
    expect(names.postsHeldBy("p-helper-desk", "2021-07-01")).toEqual([]);
  });

  it("lets an id that the documents don't have stand for itself", () => {
    expect(names.unit("nowhere", "2021-07-01").name).toBe("nowhere");
    expect(names.post("verifier", "2021-07-01")).toEqual({ id: "verifier", title: "verifier", unit: null });
    expect(names.milestoneTitle("gone")).toBe("gone");
    expect(names.place({ village: "v0", township: null })).toEqual({ village: "v0", township: null });
  });

  it("is made once for each bundle", () => {
    expect(directoryOf(bundle)).toBe(names);
  });
});
