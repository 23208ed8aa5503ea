/** What the people of a round write: as a 检查组, an inspected unit and the office would. */
import type { Draws } from "../draws.js";

export type Texts = readonly [string, ...string[]];

/** What is seen where a line fails, by what the line asks; the first that fits. Whole facts, without a full stop. */
const FACTS: readonly { readonly words: RegExp; readonly seen: Texts }[] = [
  {
    words: /产业发展现状|特色种养/,
    seen: ["入户询问2户，1户未享受过扶持和技术指导", "村产业发展台账所列养殖规模与入户所问不一致"],
  },
  { words: /新增产业项目/, seen: ["1处养殖圈棚建成后闲置未用", "在建产业项目已停工一个多月"] },
  { words: /产业园|扶贫车间/, seen: ["扶贫车间已停产2个月，原在岗群众离岗", "车间在岗人员中本村群众仅3人"] },
  { words: /利益联结/, seen: ["询问2户，1户上一年度土地流转费尚未付清", "分红发放表与入户所问金额不一致"] },
  { words: /四清/, seen: ["抽查台账5人，2人务工地点与实际不符", "抽查台账5人，2人半年内未更新"] },
  { words: /技能培训/, seen: ["询问2名有培训意愿的群众，均未参训，也不清楚找谁联系"] },
  { words: /稳定就业/, seen: ["未就业家庭清单中有2户无帮扶措施记录", "入户核对2户，1户仍无人就业且未登记"] },
  { words: /公益性岗位/, seen: ["核对2名公益性岗位人员，1人检查时不在岗", "公益性岗位名单公示未更新"] },
  {
    words: /攻坚计划|重点项目清单/,
    seen: ["按重点项目清单核算，完成比例低于当年要求", "上期通报所列问题有1项未说明整改情况"],
  },
  { words: /集中区域短板/, seen: ["集中区域2项短板未列入年度项目"] },
  { words: /集中区域/, seen: ["集中区域巷道有2段未硬化，排水不畅", "集中区域无固定医疗服务点"] },
  { words: /短板是否按清单/, seen: ["短板清单中2项到期项目未完工", "短板清单所列排水管网已完工，未通水使用"] },
  { words: /十四五/, seen: ["2个村的道路建设未列入年度投资计划"] },
  { words: /节水|用水权/, seen: ["年度节水改造任务完成面积不足一半"] },
  { words: /农田水利|沟渠/, seen: ["田间渠道约300米破损未维修", "1条通组路路面塌陷，群众出行不便"] },
  { words: /实事清单/, seen: ["今年实事清单所列2件未办结", "1件实事完工后未验收"] },
  { words: /同等条件|管网/, seen: ["村组道路有2段未硬化，部分路灯未安装", "天然气管网未覆盖到村民小组"] },
  { words: /正常使用、有人管护/, seen: ["村内3盏路灯不亮，广场健身器材损坏未修", "村级污水处理设施停用"] },
  { words: /防洪|灾害防御/, seen: ["排洪沟淤积约200米未清理", "防汛物资储备未补充"] },
  { words: /物流|便民网点是否齐全/, seen: ["村内无物流站点，群众需到邻村取件"] },
  { words: /公共服务是否达到/, seen: ["社保、民政等4项事项仍需到镇上办理"] },
  { words: /幼儿园|学校/, seen: ["本村适龄儿童入园需乘车到邻村"] },
  { words: /卫生室/, seen: ["检查当日村卫生室无人值守", "村卫生室常用药品缺6种"] },
  { words: /老饭桌|文化室/, seen: ["老饭桌近一个月未开门", "文化室上锁，群众反映平时不开放"] },
  { words: /人居环境/, seen: ["2条巷道杂物乱堆，房前屋后未清理", "残垣断壁1处未拆除"] },
  { words: /垃圾|污水/, seen: ["垃圾箱清运不及时，周边有散落垃圾", "1处生活污水直排沟渠"] },
  { words: /改厕|粪污/, seen: ["入户查看3户，1户卫生厕所不能使用", "养殖粪污露天堆放"] },
  { words: /待遇是否落实到人/, seen: ["抽查5人，1人医保缴费补助未落实", "抽查5人，1人就业困难补贴未按月发放"] },
  { words: /低收入人口/, seen: ["1户因病支出较大的家庭未纳入监测"] },
  { words: /不能自理/, seen: ["1名失能老人无固定照料人"] },
  { words: /轮训/, seen: ["新任“两委”成员中2人未参加轮训"] },
  { words: /55124|阳光村务/, seen: ["村务公开栏上季度内容未更新", "抽查2项集体支出，1项无村民代表会议记录"] },
  { words: /公共服务事项是否进驻/, seen: ["便民网点挂牌后不能办理高频事项"] },
  { words: /网格员/, seen: ["询问1名网格员，不清楚自己的职责范围", "网格员补贴未按季发放"] },
  { words: /文明实践站/, seen: ["文明实践站本季度无活动记录"] },
  { words: /文明实践所/, seen: ["乡镇文明实践所有场所、无志愿服务队"] },
  { words: /文明实践中心/, seen: ["年度志愿服务项目有2项未启动"] },
  { words: /宣讲|文化活动/, seen: ["询问4名群众，3人半年内未参加过宣讲或文化活动"] },
  { words: /移风易俗|村规民约/, seen: ["村规民约未按规定修订，红白理事会无记录"] },
  { words: /专项台账是否真实/, seen: ["抽查10户，1户漏登、1户信息有误", "台账户数与村组所报不一致"] },
  { words: /一户一档/, seen: ["抽查3户档案，1户缺帮扶记录", "1户帮扶责任人已调离未更换"] },
  { words: /查损补失/, seen: ["强降雨损毁的1处护坡尚未修复"] },
  { words: /查漏补缺/, seen: ["入户询问5户，1户应享受的补贴未申报"] },
  { words: /查短补齐/, seen: ["群众反映的饮水水压不足问题未列入短板清单"] },
  { words: /查弱补强/, seen: ["村级集体经济薄弱，未制定补强措施"] },
  { words: /包抓/, seen: ["村上登记的包抓走访记录中，所提2个问题未反馈结果"] },
  { words: /责任分工/, seen: ["抽查2项任务，1项未明确责任人和完成时限"] },
  { words: /十项示范工程/, seen: ["推进台账中2项工程近一个季度无进展记录"] },
  { words: /实施方案是否制定/, seen: ["方案已印发，抽查3项年度任务有1项未推进"] },
  { words: /农贸市场|绿色通道/, seen: ["农贸市场改造未列入年度计划"] },
  { words: /消费帮扶/, seen: ["有协作协议，年内未发生采购"] },
  { words: /就业信息/, seen: ["平台抽查2个乡镇，1个当季未更新"] },
  { words: /专班/, seen: ["专班已发文组建，近两个月无工作记录"] },
  { words: /务工推进计划/, seen: ["对照计划，务工人数完成不足七成"] },
  { words: /就业扶持政策/, seen: ["抽查2项政策，1项补贴未兑现"] },
  { words: /劳务组织|劳务协作/, seen: ["组织化输出人数与上年同期相比下降"] },
  { words: /美丽宜居|美丽庭院/, seen: ["年度名单中2处未通过验收"] },
  { words: /社会保障政策/, seen: ["养老关系转移有11件超期未办"] },
  { words: /审批服务/, seen: ["下放人员到位率不足八成"] },
  { words: /生育政策/, seen: ["宣传栏仍使用与现行政策不一致的表述"] },
  { words: /迁转户籍的是否办理居住证/, seen: ["居住证申请有8件超期未办"] },
  { words: /迁转户籍/, seen: ["户籍迁转申请有15件未办结，也未说明原因"] },
  { words: /帮扶和资金/, seen: ["帮扶台账中3户无具体措施"] },
  { words: /危房|公租房/, seen: ["符合条件的2户困难家庭未列入保障名单"] },
  { words: /分村措施/, seen: ["抽查2个村，1个村未制定时间表", "工作落实台账上季度未更新"] },
];

/** Why, by class of cause. */
const WHY: Readonly<Record<string, string>> = {
  funds: "项目资金尚未到位",
  land: "用地手续未办结",
  construction: "施工进度滞后",
  quality: "工程质量未达到要求",
  upkeep: "日常管护没有跟上",
  ledger: "台账更新不及时、底数不实",
  policy: "政策宣传和兑现不到位",
  duty: "责任没有落实到人",
  staff: "人员力量不足",
  coordination: "部门之间衔接不够",
  objective: "受降雨等客观因素影响",
};

/** `cause`: the class's id and title. */
export function failureText(
  draws: Draws,
  line: string,
  cause: { readonly id: string; readonly title: string },
  ...about: readonly (string | number)[]
): string {
  const seen = FACTS.find(({ words }) => words.test(line))?.seen ?? (["抽查情况与要求有差距"] as const);
  return `${draws.oneOf(seen, "seen", ...about)}，主要原因是${WHY[cause.id] ?? cause.title}。`;
}

/** 亮点, by what the line asks; a line that fits none has none. */
const HIGHLIGHTS: readonly { readonly words: RegExp; readonly said: Texts }[] = [
  {
    words: /产业|车间/,
    said: ["村集体与合作社签订保底收购协议，带动46户稳定增收。", "引进企业在村设点加工，吸纳本村28人就业。"],
  },
  { words: /利益联结/, said: ["土地流转费和分红一次发放到户，并在公示栏逐户公开。"] },
  {
    words: /就业|四清|公益性岗位/,
    said: ["建立务工信息群，每周发布岗位，带动32人就近务工。", "按季逐户回访，台账与实际一致。"],
  },
  { words: /实事/, said: ["实事项目由村民代表全程监督，提前一个月完工。"] },
  { words: /管护|设施/, said: ["组建村级管护队，设施损坏当日登记、3日内修复。"] },
  { words: /人居环境|垃圾|庭院/, said: ["推行“积分超市”，以户为单位评比环境卫生，群众参与面广。"] },
  { words: /老饭桌|照料/, said: ["老饭桌由村集体补贴、志愿者轮值，每日服务26名老人。"] },
  { words: /55124|阳光村务/, said: ["村务按月公开，群众扫码可查明细。"] },
  { words: /文明实践|志愿服务/, said: ["志愿服务点单派单，半年开展活动18场。"] },
  { words: /一户一档|低收入/, said: ["村干部包户，每月入户更新，困难需求当月回应。"] },
];

export function highlightText(draws: Draws, line: string, ...about: readonly (string | number)[]): string | null {
  const fits = HIGHLIGHTS.find(({ words }) => words.test(line));
  return fits ? draws.oneOf(fits.said, "highlight", ...about) : null;
}

export const MOSTLY: Texts = [
  "总体落实，个别环节还需完善。",
  "基本达到要求，资料归档不够规范，已当场指出。",
  "主要内容已落实，个别户尚在推进。",
];
export const NOT_APPLICABLE = "本村没有此项内容。";
export const SCHEME_APPROVED: Texts = ["同意按此方案组织检查。"];
export const GROUPS_SET = "补齐未安排检查组的检查，回避本单位工作。";
export const DISPUTE_DECIDED: Texts = ["经核对现场记录和照片，以此为准。", "两人共同复核后，以此为准。"];
export const REMARKS: Texts = [
  "对检查结论无异议，将按要求整改。",
  "情况属实，我们抓紧整改。",
  "情况属实，有的问题需上级部门协调资金。",
];
export const OBJECTIONS: Texts = [
  "所列问题系检查当日的临时情况，现有维修记录和经办凭证可以证明，请予复核。",
  "检查所依据的台账不是最新版本，现附更新后的台账，请予复核。",
];
export const OBJECTION_GRANTED: Texts = ["经复核所附凭证和现场情况，问题在检查前已处置，异议成立。"];
export const OBJECTION_REFUSED: Texts = ["经复核，所附材料不能说明检查当日的情况，维持原结论。"];
export const SYSTEMIC_ACCEPTED = (villages: number): string => `${villages}个村存在同类问题，由牵头单位统一研究解决。`;
export const SYSTEMIC_REFUSED = "各村成因不同，由各村分别整改。";
export const SEVERITY_RAISED: Texts = ["一年内重复发现，提高一级办理。"];
export const SEVERITY_STAYS: Texts = ["整改措施已明确，维持原级别。"];
export const BULLETIN_APPROVED: Texts = ["数据已核，同意印发。"];
export const REPLY_AGREES: Texts = ["无意见。"];
export const REPLY_DISAGREES: Texts = ["所列问题已在整改，建议在通报中注明整改进展。"];
export const REPLY_ADOPTED: Texts = ["已核，整改进展在整改情况中体现。"];
/** 村 and 单位: on whom the conclusion is served, and in which capacity. */
export const SERVED_ON = { village: "村党支部书记", unit: "检查联系人" } as const;
