/** The funds of a year by source: what is not known is no 0, and rates are of what is known. */
import { describe, expect, it } from "vitest";
import { fundsCells, fundsOf, fundsText } from "../../../domain/reports/funds.js";
import { monthsOfPeriod, monthsText } from "../../../domain/reports/months.js";

const columns = {
  register: "funds",
  year: "year",
  source: "source",
  planned: "planned",
  arrived: "arrived",
  spent: "spent",
  library: "library",
};
const row = (source: string, more: Record<string, string>) => ({ year: "2021", source, library: "否", ...more });

describe("funds", () => {
  it("are null of a year that the register holds nothing of", () => {
    expect(fundsOf([row("中央", { year: "2020", planned: "1" })], columns, "2021", "万元")).toBeNull();
  });

  it("are added up by source and in all, with rates that are never rounded up", () => {
    const found = fundsOf(
      [
        row("中央", { planned: "100.1", arrived: "33.3", spent: "0", library: "是" }),
        row("闽宁协作", { planned: "6", arrived: "4.2", spent: "4.2" }),
        row("中央", { planned: "0.2", arrived: "0.1" }),
      ],
      columns,
      "2021",
      "万元",
    );
    expect(found?.sources.map(fundsCells)).toEqual([
      ["中央", 100.3, 33.4, 33.3, 0, 0, 2, 1],
      ["闽宁协作", 6, 4.2, 70, 4.2, 100, 1, 0],
    ]);
    expect(found && fundsText(found)).toBe(
      "2021年计划资金106.3万元，到位37.6万元（到位率35.3%），支出4.2万元（支出率11.1%），涉及项目3个，其中入库1个",
    );
  });

  it("say of what no row says anything that there is no data, and of 0 that it is 0", () => {
    const found = fundsOf([row("其他", { planned: "10", spent: "0" })], columns, "2021", "万元");
    expect(found && fundsText(found)).toBe(
      "2021年计划资金10万元，到位暂无数据，支出0万元（支出率暂无数据），涉及项目1个，其中入库0个",
    );
    const nothing = fundsOf([row("其他", { planned: "0", arrived: "0" })], columns, "2021", "万元");
    expect(nothing?.all).toMatchObject({ planned: 0, arrived: 0, arrivedRate: null, spent: null, spentRate: null });
  });
});

describe("the months of a period", () => {
  it("are counted as their figures were fixed, unit by unit and register by register", () => {
    const unit = (state: "confirmed" | "asked", late: boolean) => ({ unit: "u", asked: 1, state, late });
    const register = (state: "kept" | "unchanged" | "notKept") => ({
      unit: "u",
      register: "r",
      period: "2021-05",
      state,
    });
    const snapshot = {
      units: [unit("confirmed", false), unit("confirmed", true), unit("asked", true)],
      tasks: [],
      behind: [],
      registers: [register("kept"), register("unchanged"), register("notKept"), register("notKept")],
    };
    const counted = monthsOfPeriod([{ month: "2021-05", snapshot }]);
    expect(monthsText(counted)).toBe(
      "2021年5月调度应报送3个单位（次），按期报送1个，逾期报送1个，未报送1个。应更新台账4本次，已更新1本次，经核对无变化1本次，未更新2本次。",
    );
    expect(monthsOfPeriod([{ month: "2021-05", snapshot: { ...snapshot, registers: [] } }]).registers).toBeNull();
    expect(monthsText(monthsOfPeriod([]))).toBe("本期没有截止的月度调度。");
  });
});
