/** A round's bulletin to read: its texts, the rows behind a figure, the restricted annex, the files. */
import { notesOf } from "./notes.js";
import { claimFacts, earlierRounds, readRecords, readVersion } from "../../prisma/bulletins/bulletin-store.js";
import { bulletinFile, type BulletinVersion } from "../../documents/files/bulletin-files.js";
import { DOCX_TYPE } from "../../documents/docx/render.js";
import { XLSX_TYPE } from "../../documents/xlsx/render.js";
import { type BulletinContent, figuresByKey } from "../../domain/bulletins/content.js";
import { contradictionsOf } from "../../domain/bulletins/contradictions.js";
import { bulletinIssuerOf } from "../../domain/bulletins/issuing.js";
import { problemsOf, repeatedSentences, SAME_AGAIN } from "../../domain/bulletins/problems.js";
import { FigureMaker } from "../../domain/bulletins/figures.js";
import { appraisalAnnex } from "../../domain/bulletins/tables.js";
import type { SignedVersion } from "../../domain/inspections/bulletin-state.js";
import { schemeOf } from "../../domain/inspections/round-state.js";
import { lineOf } from "../../domain/plan/checklists.js";
import { checklistsOf } from "../../domain/plan/rule-set.js";
import type { ReadRound } from "../../prisma/ledger/round-reader.js";
import { disposition } from "../http/disposition.js";
import { ProblemError } from "../http/problem.js";
import { seesAll } from "../rights/reach.js";
import { planDownload, planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import { rowsView } from "./rows.js";
import { type BulletinCall, recordsOf } from "./round-record.js";
import { roundOf } from "../inspections/act.js";
import {
  annexView,
  type BulletinView,
  bulletinView,
  fileParams,
  roundParams,
  rowsAnswer,
  rowsQuery,
} from "./schemas.js";
import { mayReply, maySign, seenVersion, unitsOf, versionOf } from "./sight.js";
import { contentView, figureView, tableView } from "./view.js";

export const getBulletin = planRoute({
  method: "get",
  path: "/inspections/{round}/bulletin",
  tag: "inspections",
  summary: "A round's bulletin 检查通报",
  description:
    "The version under way for the office and those who see everything; while replies are asked, for the units asked; for everybody what is signed. `checks` are the office's alone: they stand in no document.",
  params: roundParams,
  response: bulletinView,
  problems: ["unknownRound"],
  changesWith: "answer",
  personal: true,
  handler: async (call) => viewOf(call, await roundOf(call, call.params.round)),
});

/** What a caller is answered of a round's bulletin. */
export async function viewOf(call: BulletinCall, read: ReadRound): Promise<BulletinView> {
  const { plan, caller, services } = call;
  const { bulletin, round } = read.state;
  const seen = seenVersion(bulletin, caller);
  const content = seen === null ? null : await readVersion(services.pool, plan.id, round, seen);
  const whole = seesAll(caller);
  const isUnderWay = bulletin !== null && seen === bulletin.sha256;
  const own = unitsOf(caller);
  const unit = (id: string) => plan.names.unitRef(id, plan.today);
  return {
    round,
    step: seen === null || bulletin === null ? "none" : isUnderWay ? bulletin.step : "signed",
    version: isUnderWay ? bulletin.version : (bulletin?.signed.at(-1)?.version ?? null),
    content: content && contentView(content, plan, whole),
    circulated:
      isUnderWay && bulletin.circulated
        ? { units: whole ? bulletin.circulated.units.map(unit) : [], replyBy: bulletin.circulated.replyBy }
        : null,
    mayReply: mayReply(bulletin, caller),
    maySign: maySign(read, caller),
    replies: (bulletin?.replies ?? [])
      .filter((reply) => whole || own.has(reply.unit))
      .map((reply) => ({ ...reply, unit: unit(reply.unit) })),
    versions: (bulletin?.signed ?? []).map((one) => versionView(one, plan, whole)),
    checks: content && caller.roles.has("office") ? await checksOf(call, read, content) : null,
  };
}

const versionView = (
  { version, sha256, no, reportNo, on, reason, sentTo }: SignedVersion,
  { names, today }: PlanView,
  whole: boolean,
): BulletinView["versions"][number] => ({
  version,
  sha256,
  no,
  reportNo: whole ? reportNo : null,
  on,
  reason,
  sentTo: sentTo.map((id) => names.unitRef(id, today)),
});

/** What the office looks at before it signs. */
async function checksOf(
  call: BulletinCall,
  read: ReadRound,
  content: BulletinContent,
): Promise<NonNullable<BulletinView["checks"]>> {
  const { plan, services } = call;
  const checklists = checklistsOf(read.ruleSet, schemeOf(read.state).checklist);
  const line = (key: string) => lineOf(checklists, key);
  const [{ records, earlier }, claims] = await Promise.all([
    recordsOf(call, read),
    claimFacts(services.pool, plan.id, plan.bundle.plan),
  ]);
  const unit = (id: string) => plan.names.unitRef(id, plan.today);
  const problems = problemsOf(records, new FigureMaker(records), earlier);
  return {
    contradictions: contradictionsOf(records.current, records.previous, claims, line, plan.today).map(
      ({ kind, said, of }) => ({
        kind,
        said,
        of: of.map(({ round = null, visit = null, line: key = null, item = null, unit: owner }) => ({
          round,
          visit,
          line: key === null ? null : (line(key)?.text ?? key),
          item,
          unit: owner === null ? null : unit(owner),
        })),
      }),
    ),
    repeated: repeatedSentences(ownTexts(content), await earlierTexts(call, read)),
    running: problems
      .filter(({ running }) => running >= SAME_AGAIN)
      .map(({ unit: owner, line: key, cause, running }) => ({
        paragraph: `${owner}.${key}.${cause}`,
        unit: unit(owner),
        line: line(key)?.text ?? key,
        cause: checklists.causes.find(({ id }) => id === cause)?.title ?? cause,
        rounds: running,
      })),
  };
}

/** Texts that say something of their own: what every bulletin says alike is not among them. */
const OWN = new Set(["goodPractice", "problems", "steps"]);
const ownTexts = ({ bulletin, steps }: BulletinContent): string[] => [
  ...bulletin.sections.flatMap(({ id, paragraphs }) => (OWN.has(id) ? paragraphs.map(({ zh }) => zh) : [])),
  ...steps.map(({ zh }) => zh),
];

/** Of the last bulletins that were signed, the last round's first. */
async function earlierTexts(call: BulletinCall, { state }: ReadRound): Promise<string[][]> {
  const { plan, services } = call;
  const texts: string[][] = [];
  for (const round of await earlierRounds(services.pool, plan.id, state.round, SAME_AGAIN - 1)) {
    const signed = (await roundOf(call, round)).state.bulletin?.signed.at(-1);
    const content = signed && (await readVersion(services.pool, plan.id, round, signed.sha256));
    if (!content) break;
    texts.push(ownTexts(content));
  }
  return texts;
}

export const getBulletinRows = planRoute({
  method: "get",
  path: "/inspections/{round}/bulletin/rows",
  tag: "inspections",
  summary: "The rows behind a figure 数据来源",
  description:
    "What a figure counts, as it was when the version was made. Rows beyond the caller's reach are counted in `withheld` and not shown.",
  params: roundParams,
  query: rowsQuery,
  response: rowsAnswer,
  problems: ["unknownRound", "unknownBulletin"],
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, services, params, query } = call;
    const read = await roundOf(call, params.round);
    if (query.figure === undefined) return { figure: null, rows: [], withheld: 0 };
    const version = query.version ?? seenVersion(read.state.bulletin, call.caller) ?? "";
    const content = await versionOf(call, params.round, read.state.bulletin, version);
    const figure = figuresByKey(content).get(query.figure);
    const records = figure && (await readRecords(services.pool, plan.id, content));
    if (!figure || !records)
      throw new ProblemError("unknownBulletin", {
        zh: `该版本没有数据“${query.figure}”。`,
        en: `The version has no figure ${query.figure}.`,
      });
    const checklists = checklistsOf(read.ruleSet, schemeOf(read.state).checklist);
    return { figure: figureView(figure), ...rowsView(figure, records, call, checklists) };
  },
});

export const getAppraisal = planRoute({
  method: "get",
  path: "/inspections/{round}/bulletin/appraisal",
  tag: "inspections",
  summary: "Villages by county leader, for the appraisal 考核附件",
  description: "By itself and never part of a bulletin: in 任职 order, ranked nowhere.",
  params: roundParams,
  response: annexView,
  problems: ["unknownRound"],
  changesWith: "answer",
  personal: true,
  async handler(call) {
    const { plan, params } = call;
    const { records } = await recordsOf(call, await roundOf(call, params.round));
    const { table, figures } = appraisalAnnex(records, plan.bundle, plan.today);
    const byKey = figuresByKey({ figures });
    return { round: params.round, table: tableView(table, byKey), figures: figures.map(figureView) };
  },
});

const namesIn = (names: PlanView["names"]): BulletinVersion["names"] => ({
  unit: (id, day) => names.unitRef(id, day).name,
  township: (id) => names.township(id).name,
  village: (id) => names.village(id).name,
});

export const getBulletinFile = planDownload({
  method: "get",
  path: "/inspections/{round}/bulletin/versions/{version}/{file}",
  tag: "inspections",
  summary: "Bulletin, report or ledger workbook as a file 通报、专报、台账",
  description:
    "Word by GB/T 9704-2012, or a workbook. The same version gives the same bytes. A report, and the workbook, are of those who see everything.",
  params: fileParams,
  problems: ["unknownRound", "unknownBulletin"],
  async send(call, req, res) {
    const { plan, services, params, caller } = call;
    const { round, version, file } = params;
    const read = await roundOf(call, round);
    const { bulletin } = read.state;
    const content = await versionOf(call, round, bulletin, version);
    if (file !== "bulletin.docx" && !seesAll(caller))
      throw new ProblemError("unknownBulletin", {
        zh: "没有该文件，或不在您的查阅范围。",
        en: "No such file, or it is not yours to see.",
      });
    const signed = bulletin?.signed.find((one) => one.sha256 === version);
    const records = await readRecords(services.pool, plan.id, content);
    if (!records) throw new Error(`the records of ${version} are gone: restore them from a back-up`);
    const bytes = await bulletinFile(file, {
      content,
      records,
      signed,
      checklists: checklistsOf(read.ruleSet, schemeOf(read.state).checklist),
      contact: bulletinIssuerOf(plan.bundle)?.issuer.contact,
      notes: notesOf(plan),
      names: namesIn(plan.names),
    });
    const type = file === "ledger.xlsx" ? XLSX_TYPE : DOCX_TYPE;
    const { title } = file === "report.docx" ? content.report : content.bulletin;
    const name =
      file === "ledger.xlsx"
        ? `${title.zh.replace(/的通报$/u, "台账")}.xlsx`
        : `${signed?.no ?? "征求意见稿"} ${title.zh}.docx`;
    res.status(200).type(type);
    res.setHeader("Content-Disposition", disposition(name));
    res.setHeader("Cache-Control", "private, no-store");
    res.setHeader("Content-Length", bytes.length);
    res.end(req.method === "HEAD" ? undefined : Buffer.from(bytes));
  },
});
