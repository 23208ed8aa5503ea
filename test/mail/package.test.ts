/** A 交办清单 tells a unit what it leads with others, takes part in and keeps up, in the plan's own capacities. */
import { describe, expect, it } from "vitest";
import { unitPackage } from "../../domain/letters/packages.js";
import type { LetterModel } from "../../domain/letters/letter-model.js";
import { renderLetter } from "../../mail/render.js";
import { seedBundle } from "../plans/seed.js";

const bundle = await seedBundle();

function letterTo(unit: string): LetterModel {
  const own = unitPackage(bundle, unit, 2021);
  if (own === null) throw new Error(`the plan does not name ${unit}`);
  return {
    plan: {
      id: "p",
      title: bundle.plan.title,
      shortTitle: bundle.plan.shortTitle,
      rehearsal: false,
      sampleData: false,
      officeName: "扶贫办",
      leadingGroupName: "区委农村工作领导小组",
    },
    instrument: "assignment",
    form: "slip",
    issuer: { name: "区委农村工作领导小组办公室", fullName: "区委农村工作领导小组办公室" },
    addressee: { kind: "unit", name: "区水务局" },
    planDay: "2021-04-12",
    supplement: 0,
    recipient: { name: "张三" },
    sections: [{ capacity: { role: "copy", level: "desk", postTitle: "经办岗" }, rows: [], package: own }],
  };
}

describe("the package in a letter", () => {
  it("names each capacity, and says of a part that the office drafted it", () => {
    const { text, html } = renderLetter(letterTo("shuiwuju"));
    for (const words of [
      "牵头单位（共同牵头）：",
      "任务6：实施重要基础设施建设项目",
      "制定基础设施建设3年攻坚计划，列出重点项目清单（2021年6月30日）",
      "农田水利、防洪灌溉和小型水利工程（办公室拟定）",
      "责任单位：你单位作为责任单位参与的任务。",
      "任务18：补齐自主迁徙居民相对集中区域基础设施建设短板",
      "常态职责：",
      "任务7：完善生产生活基础设施配套（牵头）",
    ])
      for (const said of [text, html]) expect(said).toContain(words);
    expect(renderLetter(letterTo("shuiwuju"), "en").text).toContain("Lead unit (jointly)");
  });

  it("says nothing of a capacity that the unit does not have", () => {
    const { text } = renderLetter(letterTo("caizhengju"));
    expect(text).not.toContain("共同牵头");
    expect(text.match(/任务\d+：/g)?.length ?? 0).toBeGreaterThanOrEqual(18);
  });
});
