/** Packages in Chinese letters. */
import { byZh, dayInZh, namedZh, type PartZh } from "./phrases.zh.js";
import type { GivenTexts } from "./package-texts.js";
import type { PartText } from "./texts.js";

/** Villages that are named one by one; of more it is said how many. */
const MOST_NAMED = 6;

export const givenZh: GivenTexts = {
  title: (year, paired) => (paired ? `${year}年{{pairing}}村年度任务清单` : `${year}年度任务交办清单`),
  about: (year) => `${year}年`,
  ask: (by, today, reader) =>
    reader === "leader"
      ? "呈请阅知。"
      : `请${by === undefined || by < today ? "" : `于${byZh(by, today)}`}签收本清单。`,
  unit(year, { owes, continuing, leads, responsible, standing }, planTitle) {
    const parts = [
      owes === 0 ? "" : `主办事项${owes}项${continuing === 0 ? "" : `（其中以前年度交办、尚未销号的${continuing}项）`}`,
      leads === 0 ? "" : `共同牵头的任务${leads}项`,
      responsible === 0 ? "" : `作为责任单位参与的任务${responsible}项`,
      standing === 0 ? "" : `常态职责${standing}条`,
    ].filter((part) => part !== "");
    return `根据《${planTitle}》，现将你单位${year}年度承担的任务和职责交办：${parts.join("，")}，详见附件，请按职责和时限办理。`;
  },
  paired({ year, villages, items, reader, as }) {
    const named = namedZh(villages, MOST_NAMED, "个村");
    const listed = `${year}年度在办的有时限事项${items}项，由清单所列承办单位办理`;
    return reader === "leader"
      ? `您{{pairing}}的${named}，${listed}。`
      : `${as === "helpingUnit" ? "你单位帮扶" : "你单位主要负责同志{{pairing}}"}的${named}，${listed}，请督促帮助各村和承办单位按期办结。`;
  },
  receipt: "签收即确认收到，不代表已经办理；清单中的主办事项随清单一并签收。",
  owes: (items) => `主办事项清单（${items}项）`,
  pairedList: (items) => `{{pairing}}村事项清单（${items}项）`,
  beside: (items) => `配合事项清单（${items}项）`,
  newly: "本次交办的事项",
  continuing: "以前年度交办、尚未销号的事项",
};

/** 催办: what a unit has not signed for, in three lines and not the list again. */
export function unsignedZh(p: PartZh): PartText {
  const [year, on, unsigned] = [p.fact("package"), p.fact("packageOn"), p.fact("unsigned")];
  const known = [
    ...(on === undefined ? [] : [`${dayInZh(on, p.today)}交办`]),
    ...(unsigned === undefined ? [] : [`含主办事项${unsigned}项`]),
  ];
  const list = `${year}年度任务交办清单${known.length === 0 ? "" : `（${known.join("，")}）`}`;
  const act = p.part.capacity.level === "head" ? "督促签收年度任务交办清单" : "登录系统签收年度任务交办清单";
  return {
    ask: p.ask(act),
    paragraphs: [{ text: `你单位${list}尚未签收。签收即确认收到，不代表已经办理。` }],
  };
}
