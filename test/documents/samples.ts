/** One made-up document of every kind, with everything that a kind can have. Of no county. */
import type { Block, OfficialDocument } from "../../documents/model.js";

const GROUP_OFFICE = { fullName: "××区委农村工作领导小组办公室" };
const CONTACT = { name: "陈某乙", phone: "0000-0000000" };

const say = (text: string, strong?: string): Block => ({
  kind: "paragraph",
  runs: strong === undefined ? [{ text }] : [{ text: strong, strong: true }, { text }],
});

const VILLAGES = ["南滩一村", "南滩二村", "西渠三村", "北沟四村", "城关五村", "东坪六村"];

const itemTable = (count: number): Block => ({
  kind: "table",
  columns: [
    { title: "序号", width: 1, align: "center" },
    { title: "事项", width: 5 },
    { title: "村", width: 2, align: "center" },
    { title: "时限", width: 3, align: "center" },
    { title: "逾期", width: 2, align: "right" },
  ],
  rows: Array.from({ length: count }, (_, index) => [
    String(index + 1),
    "便民服务网点进村",
    VILLAGES[index % VILLAGES.length] ?? "",
    "2021年6月30日",
    `${7 - (index % 5)}个工作日`,
  ]),
});

export const LETTER: OfficialDocument = {
  kind: "letter",
  issuer: GROUP_OFFICE,
  documentNo: "×农办督函〔2021〕3号",
  title: "关于加快制定产业发展实施方案的督办函",
  addressee: "区农业农村局",
  body: [
    say(
      "按照工作安排，你单位牵头的“制定产业发展实施方案”应于2021年5月31日前完成。我办于4月29日、5月24日提醒，6月3日催办；你单位5月20日报告进展60%，申请延期未获同意。截至6月8日已逾期6个工作日。现予督办：",
    ),
    {
      kind: "paragraph",
      level: 1,
      runs: [{ text: "请于" }, { text: "6月18日前", strong: true }, { text: "完成并反馈；" }],
    },
    {
      kind: "paragraph",
      level: 1,
      runs: [
        { text: "请于" },
        { text: "6月10日17时前", strong: true },
        { text: "书面答复未按期完成的原因、措施、办结时间和责任人（附件1）；" },
      ],
    },
    { kind: "paragraph", level: 1, runs: [{ text: "逾期不答复或者仍未办结的，将按程序提请约谈。" }] },
  ],
  annexes: [
    {
      title: "督办事项反馈表",
      body: [
        {
          kind: "lines",
          lines: ["事项：制定产业发展实施方案", "未按期完成的原因：", "措施：", "办结时间：", "责任人、电话："],
        },
      ],
    },
    { title: "涉及事项清单", body: [itemTable(40)] },
  ],
  signature: { name: GROUP_OFFICE.fullName, date: "2021-06-08" },
  contact: CONTACT,
  copies: ["区委办公室", "区政府办公室", "区政府督查室", "各乡镇（街道）"],
  reports: ["区委农村工作领导小组"],
};

export const SLIP: OfficialDocument = {
  kind: "slip",
  issuer: { fullName: "××区扶贫开发办公室" },
  title: "催办单",
  addressee: "区民政局",
  body: [
    say(
      "登录系统填报进展、原因和预计办结时间；已办结的请当日反馈。你单位承办的“便民服务网点进村”（13个村，名单附后）应于6月30日前办结，截至7月1日尚未办结。",
      "请于7月3日前",
    ),
  ],
  annexes: [{ title: "未办结村名单", body: [itemTable(13)] }],
  signature: { name: "××区扶贫开发办公室", date: "2021-07-01" },
  contact: CONTACT,
  copies: ["南滩镇人民政府"],
};

export const MESSAGE: OfficialDocument = {
  kind: "message",
  issuer: { fullName: "××区扶贫开发办公室" },
  title: "办理提醒",
  addressee: "区民政局",
  body: [say("反馈办结“便民服务网点进村”或者申请延期。销号标准：每个行政村有服务网点并对外办理。", "请于6月30日前")],
  annexes: [],
  signature: { name: "××区扶贫开发办公室", date: "2021-06-02" },
  contact: CONTACT,
};

export const SUBMISSION: OfficialDocument = {
  kind: "submission",
  issuer: GROUP_OFFICE,
  documentNo: "呈阅件〔2021〕第5期",
  title: "民政局便民服务进村任务逾期情况",
  addressee: "呈韩××同志",
  body: [
    { kind: "heading", level: 1, text: "情况" },
    say("应于6月30日完成64村，已销号51村，逾期13村（名单附后），最长7个工作日。"),
    { kind: "heading", level: 1, text: "原因" },
    say("民政局7月5日答复：“南滩镇4个村没有合适用房，5个村设备未到货，其余4个村正在验收。”"),
    { kind: "heading", level: 1, text: "已做工作" },
    say("提醒3次，催办1次，7月5日送达督办函（×农办督函〔2021〕7号）。"),
    { kind: "heading", level: 1, text: "拟办意见" },
    {
      kind: "paragraph",
      level: 3,
      runs: [{ text: "请民政局" }, { text: "7月16日前", strong: true }, { text: "完成验收；" }],
    },
    { kind: "paragraph", level: 3, runs: [{ text: "南滩镇4村用房问题请区政府办公室协调。妥否，请批示。" }] },
  ],
  annexes: [{ title: "逾期村名单", body: [itemTable(13)] }],
  signature: { name: GROUP_OFFICE.fullName, date: "2021-07-09" },
  contact: CONTACT,
  reports: ["各包抓领导"],
  printed: { by: "陈某乙", at: "2021-07-09T09:30" },
};

const PROBLEM =
  "部分村项目前期手续办理偏慢，建设用地、施工许可等环节衔接不紧，责任单位调度不够，开工后形象进度落后于序时进度。";

export const BULLETIN: OfficialDocument = {
  kind: "bulletin",
  issuer: { fullName: "××区扶贫开发办公室", redHead: "××区扶贫开发办公室文件" },
  documentNo: "×扶办发〔2021〕12号",
  title: "关于2021年上半年百万移民致富提升行动督查情况的通报",
  addressee: "各乡镇人民政府、街道办事处，区直各部门",
  body: [
    say("6月15日至28日，督查组采取实地查看、查阅资料的方式，对18项任务进行了督查。现将有关情况通报如下："),
    { kind: "heading", level: 1, text: "总体情况" },
    say(PROBLEM.repeat(3)),
    { kind: "heading", level: 1, text: "存在问题" },
    { kind: "heading", level: 2, text: "项目推进不平衡。", runs: [{ text: PROBLEM.repeat(2) }] },
    { kind: "heading", level: 3, text: "基础设施方面。", runs: [{ text: PROBLEM }] },
    { kind: "heading", level: 4, text: "道路工程。", runs: [{ text: PROBLEM }] },
    { kind: "heading", level: 2, text: "台账更新不及时。", runs: [{ text: PROBLEM.repeat(2) }] },
    { kind: "heading", level: 1, text: "下一步工作" },
    say(PROBLEM.repeat(4)),
  ],
  annexes: [{ title: "各单位任务完成情况", body: [itemTable(18)] }],
  signature: { name: "××区扶贫开发办公室", date: "2021-07-12" },
  contact: CONTACT,
  copies: ["区委办公室", "区人大常委会办公室", "区政府办公室", "区政协办公室", "区纪委监委机关"],
};

export const REPORT: OfficialDocument = {
  ...BULLETIN,
  kind: "report",
  documentNo: "×扶办报〔2021〕4号",
  title: "关于2021年上半年任务完成情况的报告",
  addressee: "区委、区政府",
  body: [say("现将上半年任务完成情况报告如下。"), itemTable(6), say("特此报告。")],
  annexes: [],
  copies: [],
};

export const REGISTER: OfficialDocument = {
  kind: "register",
  issuer: { fullName: "××区扶贫开发办公室" },
  title: "文件送达签收单",
  body: [
    {
      kind: "table",
      columns: [
        { title: "序号", width: 1, align: "center" },
        { title: "文号", width: 4 },
        { title: "标题", width: 6 },
        { title: "收文单位", width: 3 },
        { title: "签收人", width: 2 },
        { title: "签收时间", width: 2 },
        { title: "备注", width: 2 },
      ],
      rows: Array.from({ length: 12 }, (_, index) => [
        String(index + 1),
        `×农办督函〔2021〕${index + 1}号`,
        "关于加快制定产业发展实施方案的督办函",
        "区农业农村局",
        "",
        "",
        "",
      ]),
    },
  ],
  annexes: [],
  signature: { name: "××区扶贫开发办公室", date: "2021-07-12" },
  printed: { by: "陈某乙", at: "2021-07-12T16:05" },
};

/** A page of body text and nothing else to speak of: what the renderers' grid is measured by. */
export const GRID: OfficialDocument = {
  kind: "slip",
  issuer: { fullName: "××局" },
  title: "版心",
  body: [{ kind: "lines", lines: Array.from({ length: 12 }, () => "字".repeat(28 * 5)) }],
  annexes: [],
  signature: { name: "××局", date: "2021-01-04" },
};

export const SAMPLES: Readonly<Record<string, OfficialDocument>> = {
  letter: LETTER,
  slip: SLIP,
  message: MESSAGE,
  submission: SUBMISSION,
  bulletin: BULLETIN,
  report: REPORT,
  register: REGISTER,
  grid: GRID,
};
