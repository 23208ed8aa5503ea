/** A year's package as a letter: to a unit, to a seat, to both in one; and 催办 for the signature that is missing. */
import { describe, expect, it } from "vitest";
import type {
  Capacity,
  GivenPackage,
  LetterModel,
  LetterModelSection,
  LetterRow,
} from "../../domain/letters/letter-model.js";
import { unitPackage } from "../../domain/letters/packages.js";
import { documentOf } from "../../mail/document.js";
import { pageOf, renderLetter, TEXTS } from "../../mail/render.js";
import { textMessage } from "../../mail/short.js";
import { seedBundle } from "../plans/seed.js";

const bundle = await seedBundle();
const row = (no: number, more: Partial<LetterRow> = {}): LetterRow => ({
  itemId: `t07/v00${no}`,
  taskNo: 7,
  taskTitle: "完善基础设施",
  milestoneTitle: "村内道路硬化完工",
  evidence: ["验收记录"],
  village: `第${no}村`,
  township: "新泉乡",
  primaryUnitName: "水务局",
  deadline: "2022-06-30",
  status: "assigned",
  matter: "act",
  facts: { replyBy: "2022-01-07" },
  ...more,
});
const own = (more: Partial<GivenPackage> = {}, rows: readonly LetterRow[] = [row(1), row(2)]): LetterModelSection => {
  const named = unitPackage(bundle, "shuiwuju", 2022);
  return {
    capacity: { role: "to", as: "primaryUnit", level: "desk", postTitle: "经办岗", unitName: "水务局" },
    rows,
    given: { year: 2022, continuing: [], ...more },
    ...(named === null ? {} : { package: named }),
  };
};
const seat = (capacity: Partial<Capacity>, rows = [row(1), row(2)]): LetterModelSection => ({
  capacity: { role: "to", as: "villageCountyLeader", level: "countyLeader", postTitle: "区领导三", ...capacity },
  rows,
  given: {
    year: 2022,
    villages: ["第1村", "第2村"],
    continuing: [row(3, { deadline: "2021-12-31", village: "第2村" })],
  },
});

function letter(sections: readonly LetterModelSection[], more: Partial<LetterModel> = {}): LetterModel {
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
    issuer: { name: "领导小组办公室", fullName: "区委农村工作领导小组办公室" },
    addressee: { kind: "unit", name: "区水务局" },
    planDay: "2022-01-04",
    replyBy: "2022-01-07",
    supplement: 0,
    recipient: { name: "张三" },
    sections,
    ...more,
  };
}
const toLeader = (sections: readonly LetterModelSection[]) =>
  letter(sections, { addressee: { kind: "leader", name: "张三" } });

describe("a unit's package", () => {
  it("is titled as one, asks first for the signature by its day, and counts what is given", () => {
    const page = pageOf(letter([own({ continuing: [row(9, { deadline: "2021-12-31" })] })]), TEXTS.zh);
    expect(page.title).toBe("2022年度任务交办清单");
    expect(page.subject).toContain("年度任务交办清单：2022年");
    expect(page.ask).toBe("请于1月7日（含当日）前签收本清单。");
    const [told] = page.sections.flatMap(({ paragraphs }) => paragraphs);
    expect(told?.text).toContain(`根据《${bundle.plan.title}》，现将你单位2022年度`);
    expect(told?.text).toContain("主办事项3项（其中以前年度交办、尚未销号的1项）");
    expect(told?.text).toMatch(/共同牵头的任务\d+项，作为责任单位参与的任务\d+项，常态职责\d+条/);
    expect(page.annexes.map(({ title }) => title)).toEqual(["主办事项清单（3项）", "方案所列任务和职责清单"]);
    expect(page.annexes[0]?.sections.map(({ heading }) => heading)).toEqual([
      "本次交办的事项",
      "以前年度交办、尚未销号的事项",
    ]);
    expect(page.closing).toBe("特此通知。");
  });

  it("of a unit that owes nothing has no list of items, and says nothing of any", () => {
    const page = pageOf(letter([own({}, [])]), TEXTS.zh);
    expect(page.annexes.map(({ title }) => title)).toEqual(["方案所列任务和职责清单"]);
    expect(page.sections.map(({ paragraphs }) => paragraphs.map(({ text }) => text).join()).join()).not.toContain(
      "主办事项0",
    );
  });

  it("asks by no day that is past, and by none that is not known", () => {
    for (const replyBy of ["2022-01-03", undefined]) {
      const { replyBy: _, ...model } = letter([own()]);
      const page = pageOf(replyBy === undefined ? model : { ...model, replyBy }, TEXTS.zh);
      expect(page.ask).toBe("请签收本清单。");
    }
  });

  it("tells whom it helps in an annex of its own, without the evidence that others are asked for", () => {
    const beside: LetterModelSection = {
      capacity: { role: "copy", as: "township", level: "desk", postTitle: "经办岗", unitName: "水务局" },
      rows: [row(5, { primaryUnitName: "民政局" })],
    };
    const page = pageOf(letter([own(), beside]), TEXTS.zh);
    const [owes, , helps] = page.annexes;
    expect(helps?.title).toBe("配合事项清单（1项）");
    const labels = (annex: typeof owes) =>
      annex?.sections.flatMap(({ groups }) => groups.flatMap(({ lines }) => lines.map(({ label }) => label)));
    expect(labels(owes)).toContain("佐证材料");
    expect(labels(helps)).not.toContain("佐证材料");
    expect(labels(helps)).toContain("承办单位");
  });

  it("is the same as an official document, and in a text message says what is asked", () => {
    const model = letter([own()]);
    expect(documentOf(model).title).toBe("2022年度任务交办清单");
    expect(documentOf(model).annexes).toHaveLength(2);
    expect(textMessage(model, "zh", { sign: null, parts: 3, link: null })).toContain(
      "请于1月7日（含当日）前签收本清单。",
    );
    expect(renderLetter(model, "en").text).toContain("By 7 January (that day included), please sign for this list.");
  });
});

describe("the list of a seat's villages", () => {
  it("is submitted to a leader, who is asked for nothing", () => {
    const { subject, text } = renderLetter(toLeader([seat({})]), "zh");
    expect(subject).toContain("包抓村年度任务清单");
    expect(text).toContain("2022年包抓村年度任务清单");
    expect(text).toContain("呈张三同志：");
    expect(text).toContain("呈请阅知。");
    expect(text).toContain("您包抓的第1村、第2村，2022年度在办的有时限事项3项，由清单所列承办单位办理。");
    expect(text).toContain("包抓村事项清单（3项）");
    expect(text).toContain("承办单位：水务局");
    expect(text).not.toMatch(/请于|请督促|签收|佐证材料/);
  });

  it("to a leader with another seat beside asks for nothing there either, and says which is which", () => {
    const head = seat({ as: "villageDepartmentHead", level: "head", postTitle: "主要负责人", unitName: "水务局" });
    const page = pageOf(toLeader([seat({}), head]), TEXTS.zh);
    expect(page.sections.map(({ heading }) => heading)).toEqual(["一、包抓处级领导", "二、包抓部门主要负责同志"]);
    expect(JSON.stringify(page)).not.toContain("请督促");
    expect(page.annexes.map(({ sections }) => sections[0]?.heading)).toEqual([
      "一、包抓处级领导 本次交办的事项",
      "二、包抓部门主要负责同志 本次交办的事项",
    ]);
  });

  it("asks a department's head and a helping unit to sign for it, and to help", () => {
    const head = seat({ as: "villageDepartmentHead", level: "head", postTitle: "主要负责人", unitName: "水务局" });
    const page = pageOf(letter([head]), TEXTS.zh);
    expect(page.ask).toBe("请于1月7日（含当日）前签收本清单。");
    expect(page.sections[0]?.paragraphs[0]?.text).toContain("你单位主要负责同志包抓的第1村、第2村");
    const helping = seat({ as: "helpingUnit", level: "desk", postTitle: "经办岗", unitName: "水务局" });
    expect(pageOf(letter([helping]), TEXTS.zh).sections[0]?.paragraphs[0]?.text).toContain("你单位帮扶的");
  });
});

describe("what is not signed for", () => {
  const pressed = (level: "desk" | "head", unsigned?: number): LetterModel =>
    letter(
      [
        {
          capacity: {
            role: "to",
            as: level === "desk" ? "primaryUnit" : "primaryUnitHead",
            level,
            postTitle: "经办岗",
            unitName: "水务局",
          },
          rows: [
            {
              itemId: "",
              taskNo: 0,
              taskTitle: "",
              milestoneTitle: "2022年度任务交办清单",
              primaryUnitName: "水务局",
              deadline: "",
              status: "assigned",
              matter: "signFor",
              facts: {
                package: 2022,
                packageOn: "2022-01-04",
                replyBy: "2022-01-11",
                ...(unsigned === undefined ? {} : { unsigned }),
              },
            },
          ],
        },
      ],
      { instrument: "urge", planDay: "2022-01-07", replyBy: "2022-01-11" },
    );

  it("is urged in three lines, with how many items stand in it, and no list", () => {
    const page = pageOf(pressed("desk", 12), TEXTS.zh);
    expect(page.title).toBe("关于签收交办清单的催办单");
    expect(page.ask).toBe("请于1月11日（含当日）前登录系统签收年度任务交办清单。");
    expect(page.sections.flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text))).toEqual([
      "你单位2022年度任务交办清单（1月4日交办，含主办事项12项）尚未签收。签收即确认收到，不代表已经办理。",
    ]);
    expect(page.annexes).toEqual([]);
    expect(page.sections.flatMap(({ groups }) => groups)).toEqual([]);
  });

  it("is told to the head, in either language, also of a unit that owes nothing", () => {
    expect(pageOf(pressed("head"), TEXTS.zh).ask).toBe("请于1月11日（含当日）前督促签收年度任务交办清单。");
    expect(renderLetter(pressed("head"), "zh").text).toContain("（1月4日交办）尚未签收");
    expect(renderLetter(pressed("desk", 1), "en").text).toContain("with 1 item owed");
  });
});
