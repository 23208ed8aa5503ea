/** What is said about a milestone must fit it: causes, measures and reasons by what kind of work it asks for. */
import type { Milestone } from "../../domain/plan/plan.js";

type Texts = readonly [string, ...string[]];

export interface Fitting {
  /** Why it is late, as the unit answers a 督办函. */
  readonly causes: Texts;
  /** What it does about it. */
  readonly measures: Texts;
  /** Why it applies for an extension. */
  readonly reasons: Texts;
}

/** The first whose words stand in the milestone's title; none of them: what can be said of any work. */
const KINDS: readonly { readonly words: RegExp; readonly said: Fitting }[] = [
  {
    words: /户籍|户口/,
    said: {
      causes: ["部分群众户籍证明材料不全，需与原籍公安机关核对。"],
      measures: ["与原籍公安机关逐户核对，材料齐全一户、办理一户。"],
      reasons: ["部分群众原籍证明材料尚在核对，需要延长办理时限。"],
    },
  },
  {
    words: /台账|摸底|调查|排查/,
    said: {
      causes: ["部分农户外出务工，入户核对尚未全部完成。", "各村上报口径不一，数据正在逐户复核。"],
      measures: ["对外出农户采取电话核对，每日汇总进度。", "统一口径，由专人逐村复核。"],
      reasons: ["涉及农户外出，入户核实需要更多时间。"],
    },
  },
  {
    words: /培训|轮训/,
    said: {
      causes: ["部分村干部因防汛、换届等工作未能按期参训。"],
      measures: ["增开补训班次，逐人销号。"],
      reasons: ["参训人员集中困难，需要分批补训。"],
    },
  },
  {
    words: /就业|劳务|专班/,
    said: {
      causes: ["用工单位岗位与群众技能不匹配，部分对象未落实岗位。"],
      measures: ["逐户对接岗位，优先安排公益性岗位兜底。"],
      reasons: ["用工单位招聘周期较长，需要延长办理时限。"],
    },
  },
  {
    words: /实事|庭院|一年一个样|变样/,
    said: {
      causes: ["部分村实施内容经“一事一议”确定较晚，开工晚于计划。", "受降雨影响，部分村施工停工。"],
      measures: ["倒排工期，增加施工力量，每周调度进度。"],
      reasons: ["部分村实施内容确定较晚，需延长办理时限。", "受施工季节影响，工期需顺延。"],
    },
  },
  {
    words: /方案|规划|清单|计划|责任/,
    said: {
      causes: ["征求意见的部门较多，部分意见尚在协调。", "有关数据需与上级规划衔接，文稿正在修改。"],
      measures: ["对未反馈意见的单位逐一对接，修改后提请审定。"],
      reasons: ["征求意见和审定程序尚未完成，需要延长办理时限。"],
    },
  },
  {
    words: /服务|实践中心|改革|网点|审批/,
    said: {
      causes: ["部分村服务用房和人员尚未落实。", "服务事项下放的授权手续尚在办理。"],
      measures: ["会同乡镇、街道逐村落实用房和人员。"],
      reasons: ["部分村用房、人员尚在落实，需要延长办理时限。"],
    },
  },
  {
    words: /基础设施|设施|项目|工程|建设|示范|短板|实事|庭院|变样/,
    said: {
      causes: ["项目前期手续办理时间较长，开工晚于计划。", "受降雨影响，部分工程停工。"],
      measures: ["倒排工期，增加施工力量，每周调度进度。"],
      reasons: ["项目前期手续办理时间较长，需延长办理时限。", "受施工季节影响，工期需顺延。"],
    },
  },
];

const ANY: Fitting = {
  causes: ["涉及单位较多，协调用时超过预期。"],
  measures: ["明确专人负责，逐项倒排时间，每周报告进度。"],
  reasons: ["涉及单位较多，协调尚未完成，需要延长办理时限。"],
};

/** Why what was not done in time needs longer: its cause. */
export const lateReasons = ({ causes: [first, ...others] }: Fitting): Texts => {
  const late = (cause: string): string => `${cause.replace(/。$/, "")}，未能按时办结，申请延长办理时限。`;
  return [late(first), ...others.map(late)];
};

/** What can be said of a milestone. */
export function fitting(milestone: Pick<Milestone, "title"> | undefined): Fitting {
  return KINDS.find(({ words }) => words.test(milestone?.title ?? ""))?.said ?? ANY;
}
