/** The month's bulletin (月度调度通报): to read, to draft and edit, to approve, to sign, to send, and as a file. */
import { notesOf } from "../bulletins/notes.js";
import { DOCX_TYPE, renderDocx } from "../../documents/docx/render.js";
import { bulletinModel } from "../../documents/bulletins/model.js";
import { figuresByKey, type BulletinContent } from "../../domain/bulletins/content.js";
import { bulletinIssuerOf } from "../../domain/bulletins/issuing.js";
import { isMonthQuery, type MonthRecords, monthRowsOf } from "../../domain/bulletins/month-records.js";
import { REGISTER_STATE_WORDS, STATES } from "../../domain/bulletins/month-words.js";
import { type MonthAct, NO_MONTH_FACTS } from "../../domain/months/acts.js";
import { decideMonthAct } from "../../domain/months/decide-month.js";
import { keepMonthVersion, readMonthRecords, readVersion } from "../../prisma/bulletins/bulletin-store.js";
import { draftMonth } from "../../prisma/bulletins/draft-month.js";
import type { ReadMonth } from "../../prisma/ledger/month-reader.js";
import { bulletinView, rowsAnswer, rowsQuery } from "../bulletins/schemas.js";
import type { BulletinView, RowsAnswer } from "../bulletins/schemas.js";
import { contentView, figureView } from "../bulletins/view.js";
import { disposition } from "../http/disposition.js";
import { draftAct } from "../bulletins/drafted.js";
import { ProblemError } from "../http/problem.js";
import { actorOf } from "../rights/actor.js";
import { seesAll } from "../rights/reach.js";
import { planDownload, type PlanCall, planRoute } from "../serving/route.js";
import { asOffice, MONTH_PROBLEMS, type MonthCall, monthOf, perform } from "./act.js";
import {
  bulletinApproveBody,
  bulletinDraftBody,
  bulletinFileParams,
  bulletinSendBody,
  bulletinSignBody,
  monthParams,
} from "./schemas.js";

const unknownVersion = (): ProblemError =>
  new ProblemError("unknownBulletin", {
    zh: "没有该版本的通报，或不在您的查阅范围。",
    en: "There is no such version of the bulletin, or it is not yours to see.",
  });

/** The version that a caller reads first: the one under way for who sees everything, else the newest that is signed. */
const seenVersion = ({ state: { bulletin } }: ReadMonth, { caller }: MonthCall): string | null =>
  bulletin === null ? null : seesAll(caller) ? bulletin.sha256 : (bulletin.signed.at(-1)?.sha256 ?? null);

async function versionOf(call: MonthCall, read: ReadMonth, sha256: string): Promise<BulletinContent> {
  const isSigned = read.state.bulletin?.signed.some((one) => one.sha256 === sha256) === true;
  if (!isSigned && !seesAll(call.caller)) throw unknownVersion();
  const content = await readVersion(call.services.pool, call.plan.id, read.state.month, sha256);
  if (content?.bulletin === undefined) throw unknownVersion();
  return content;
}

/** It waits for a signature that the caller may give: asked of the rules themselves. */
function maySign(call: MonthCall, { state, ruleSet }: ReadMonth): boolean {
  const { bulletin } = state;
  if (bulletin?.step !== "approved" || call.plan.head.ended) return false;
  return asOffice(call).some((capacity) => {
    const at = { now: call.plan.now, ruleSet, facts: NO_MONTH_FACTS, actor: actorOf(capacity, call.caller) };
    return !("code" in decideMonthAct(state, { kind: "signBulletin", sha256: bulletin.sha256, no: "—" }, at));
  });
}

async function viewOf(call: MonthCall, read: ReadMonth): Promise<BulletinView> {
  const { plan, caller } = call;
  const { bulletin, month } = read.state;
  const seen = seenVersion(read, call);
  const content = seen === null ? null : await versionOf(call, read, seen);
  const isUnderWay = bulletin !== null && seen === bulletin.sha256;
  return {
    round: month,
    step: seen === null || bulletin === null ? "none" : isUnderWay ? bulletin.step : "signed",
    version: isUnderWay ? bulletin.version : (bulletin?.signed.at(-1)?.version ?? null),
    content: content && contentView(content, plan, false),
    circulated: null,
    mayReply: false,
    maySign: maySign(call, read),
    replies: [],
    versions: (bulletin?.signed ?? []).map(({ version, sha256, no, on, reason, sentTo }) => ({
      version,
      sha256,
      no,
      reportNo: null,
      on,
      reason,
      sentTo: seesAll(caller) ? sentTo.map((id) => plan.names.unitRef(id, plan.today)) : [],
    })),
    checks: null,
  };
}

export const getMonthBulletin = planRoute({
  method: "get",
  path: "/months/{month}/bulletin",
  tag: "months",
  summary: "A month's bulletin 月度调度通报",
  description: "The version under way for those who see everything; for everybody what is signed.",
  params: monthParams,
  response: bulletinView,
  problems: ["unknownMonth"],
  changesWith: "answer",
  personal: true,
  handler: async (call) => viewOf(call, await monthOf(call, call.params.month)),
});

const COMMON = {
  method: "post",
  tag: "months",
  params: monthParams,
  response: bulletinView,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: MONTH_PROBLEMS,
} as const;

type DraftCall = PlanCall<{ readonly month: string }, unknown, ReturnType<typeof bulletinDraftBody.parse>>;

async function drafted(call: DraftCall): Promise<MonthAct> {
  const { plan, services, body, params } = call;
  const { from } = body;
  const read = await monthOf(call, params.month);
  const made = draftMonth(read, plan.bundle, plan.today);
  if (!made)
    throw new ProblemError("illegalStep", {
      zh: "本月调度尚未截止，数据未定，不能拟稿。",
      en: "The month is not closed: its figures are not fixed yet.",
    });
  const base = from === undefined ? made.content : await versionOf(call, read, from);
  const rules = { units: new Set<string>(), tasks: new Set<number>() };
  return draftAct(base, body, rules, (content) => keepMonthVersion(services.pool, plan.id, content, made.records));
}

export const postMonthBulletinDraft = planRoute({
  ...COMMON,
  path: "/months/{month}/bulletin/draft",
  summary: "Draft or edit the month's bulletin 拟稿",
  description:
    "Once the month is closed. Without `from` it is made of the month's figures as they stood; with it the version named is edited. A figure stands in a text as `{key}`.",
  body: bulletinDraftBody,
  bodyLimit: "1mb",
  handler: async (call) => viewOf(call, await perform(call, "bulletin/draft", () => drafted(call), asOffice(call))),
});

export const postMonthBulletinApproved = planRoute({
  ...COMMON,
  path: "/months/{month}/bulletin/approve",
  summary: "Approve the month's bulletin 审定",
  body: bulletinApproveBody,
  handler: async (call) => {
    const act = { kind: "approveBulletin", ...call.body } as const;
    return viewOf(call, await perform(call, "bulletin/approve", () => act, asOffice(call)));
  },
});

export const postMonthBulletinSigned = planRoute({
  ...COMMON,
  path: "/months/{month}/bulletin/sign",
  summary: "Sign the month's bulletin 签发",
  description: "By its hash, by somebody who had no hand in the draft. It gets its number in the same transaction.",
  body: bulletinSignBody,
  handler: async (call) => {
    const { sha256, no } = call.body;
    const act = { kind: "signBulletin", sha256, ...(no === undefined ? {} : { no }) } as const;
    return viewOf(call, await perform(call, "bulletin/sign", () => act, asOffice(call)));
  },
});

export const postMonthBulletinSent = planRoute({
  ...COMMON,
  path: "/months/{month}/bulletin/send",
  summary: "Send the month's bulletin 印发",
  body: bulletinSendBody,
  handler: async (call) => {
    const act = { kind: "sendBulletin", ...call.body } as const;
    return viewOf(call, await perform(call, "bulletin/send", () => act, asOffice(call)));
  },
});

export const getMonthBulletinRows = planRoute({
  method: "get",
  path: "/months/{month}/bulletin/rows",
  tag: "months",
  summary: "The rows behind a figure 数据来源",
  params: monthParams,
  query: rowsQuery,
  response: rowsAnswer,
  problems: ["unknownMonth", "unknownBulletin"],
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { query, plan, services } = call;
    if (query.figure === undefined) return { figure: null, rows: [], withheld: 0 };
    const read = await monthOf(call, call.params.month);
    const content = await versionOf(call, read, query.version ?? seenVersion(read, call) ?? "");
    const figure = figuresByKey(content).get(query.figure);
    if (!figure) throw unknownVersion();
    const records = await readMonthRecords(services.pool, plan.id, content);
    if (!records) throw new Error(`the records of ${content.records} are gone: restore them from a back-up`);
    const all = rowViews(figure.rows.query, figure.rows.params, records, call);
    const rows = seesAll(call.caller) ? all : [];
    return { figure: figureView(figure), rows, withheld: all.length - rows.length };
  },
});

type RowView = RowsAnswer["rows"][number];

function rowViews(
  query: string,
  params: Readonly<Record<string, string>>,
  records: MonthRecords,
  { plan }: MonthCall,
): RowView[] {
  if (!isMonthQuery(query)) return [];
  const unit = (id: string) => plan.names.unitRef(id, plan.today);
  const empty = { visit: null, item: null, place: "", township: null, on: null, row: null };
  switch (query) {
    case "requests":
      return monthRowsOf(query, params, records).map((one) => ({
        ...empty,
        unit: unit(one.unit),
        what: `${one.asked}行`,
        state: STATES[one.state !== "confirmed" ? "silent" : one.late ? "late" : "inTime"],
        text: "",
        on: one.confirmedOn ?? null,
      }));
    case "behind":
      return monthRowsOf(query, params, records).map((one) => ({
        ...empty,
        item: one.item,
        unit: unit(one.unit),
        what: plan.names.milestoneTitle(one.item.slice(0, one.item.lastIndexOf("/"))),
        state: one.light === "red" ? { zh: "逾期", en: "Overdue" } : { zh: "进度滞后", en: "Behind" },
        text: one.cause,
      }));
    case "coordinate":
      return monthRowsOf(query, params, records).map((one) => ({
        ...empty,
        unit: unit(one.unit),
        what: one.key,
        state: { zh: "需协调", en: "To coordinate" },
        text: one.text,
      }));
    case "closed":
      return monthRowsOf(query, params, records).map((one) => ({
        ...empty,
        item: one.item,
        unit: unit(one.unit),
        what: plan.names.milestoneTitle(one.item.slice(0, one.item.lastIndexOf("/"))),
        state: { zh: "已销号", en: "Closed" },
        text: "",
        on: one.on,
      }));
    case "registers":
      return monthRowsOf(query, params, records).map((one) => ({
        ...empty,
        unit: unit(one.unit),
        what: plan.bundle.registers?.registers.find(({ id }) => id === one.register)?.title ?? one.register,
        state: REGISTER_STATE_WORDS[one.state],
        text: "",
      }));
    case "copied":
      return monthRowsOf(query, params, records).map((one) => ({
        ...empty,
        unit: unit(one.unit),
        what: one.key,
        state: { zh: `连续${one.same}个月相同`, en: `The same for ${one.same} months` },
        text: "",
      }));
  }
}

export const getMonthBulletinFile = planDownload({
  method: "get",
  path: "/months/{month}/bulletin/versions/{version}/bulletin.docx",
  tag: "months",
  summary: "The month's bulletin as a file 通报",
  description: "Word by GB/T 9704-2012. The same version gives the same bytes.",
  params: bulletinFileParams,
  problems: ["unknownMonth", "unknownBulletin"],
  async send(call, req, res) {
    const { plan, params } = call;
    const read = await monthOf(call, params.month);
    const content = await versionOf(call, read, params.version);
    const signed = read.state.bulletin?.signed.find((one) => one.sha256 === params.version);
    const date = signed?.on ?? content.asOf.day;
    const contact = bulletinIssuerOf(plan.bundle)?.issuer.contact;
    const about = {
      date,
      unitName: (id: string) => plan.names.unitRef(id, date).name,
      ...(signed ? { documentNo: signed.no } : {}),
      ...(contact ? { contact } : {}),
      notes: notesOf(plan),
    };
    const bytes = await renderDocx(bulletinModel(content, "bulletin", about));
    res.status(200).type(DOCX_TYPE);
    res.setHeader("Content-Disposition", disposition(`${signed?.no ?? "拟稿"} ${content.bulletin.title.zh}.docx`));
    res.setHeader("Cache-Control", "private, no-store");
    res.setHeader("Content-Length", bytes.length);
    res.end(req.method === "HEAD" ? undefined : Buffer.from(bytes));
  },
});
