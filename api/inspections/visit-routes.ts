/** A visit: taken along, its lines, its receipt, the 组长's decisions, the submission (docs/inspections.md). */
import type { RoundAct } from "../../domain/inspections/acts.js";
import { statusOf, visitLines } from "../../domain/inspections/filed.js";
import { contentOf } from "../../domain/inspections/decide-filing.js";
import { receiptOf } from "../../domain/inspections/receipt.js";
import { groupOf, type RoundState, schemeOf, type VisitState } from "../../domain/inspections/round-state.js";
import type { FiledLine } from "../../domain/ledger/inspection-events.js";
import { storedPhotos } from "../../prisma/inspections/round-facts.js";
import type { ReadRound } from "../../prisma/ledger/round-reader.js";
import { ProblemError } from "../http/problem.js";
import type { Caller } from "../rights/caller.js";
import { seesAll } from "../rights/reach.js";
import { planRoute } from "../serving/route.js";
import {
  asInspector,
  capacityFor,
  done,
  keyOf,
  refusedAs,
  type RoundCall,
  roundOf,
  send,
  unknownVisit,
  visitOf,
} from "./act.js";
import { bundleOf } from "./bundle.js";
import * as filing from "./filing-schemas.js";
import { visitParams } from "./schemas.js";
import { filedView, groupView, inspects, isOffice, placeView, visitsWithin } from "./view.js";

const visitRoute = {
  tag: "inspections",
  params: visitParams,
  changesWith: "answer",
  personal: true,
} as const;
const UNKNOWN = ["unknownRound", "unknownVisit", "notYours"] as const;
const SENT = [...UNKNOWN, "planEnded", "notDelivered", "temporalAway"] as const;

const notYours = (): ProblemError => refusedAs({ item: "", code: "notYours", reason: "" });

/** A visit for those who inspect it, and who sees everything. Throws `notYours`. */
function inspected(state: RoundState, id: string, caller: Caller): VisitState {
  const visit = visitOf(state, id);
  if (!inspects(state, visit, caller) && !seesAll(caller)) throw notYours();
  return visit;
}

/** As an inspector of a visit, under the key that what is asked gives itself. */
async function inspectorAct(call: RoundCall, round: string, visit: string, act: RoundAct): Promise<ReadRound> {
  const { state } = await roundOf(call, round);
  visitOf(state, visit);
  const capacity = capacityFor(call.caller, asInspector(state, visit, call.caller));
  return done(call, round, act, capacity, keyOf(call.plan.id, round, call.caller.person, act));
}

export const postTakenAlong = planRoute({
  ...visitRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/take-along",
  summary: "Take a visit along 带走",
  description: "Sent again by the same device it is the same copy.",
  body: filing.takeBody,
  response: filing.visitBundle,
  counts: "act",
  problems: [...SENT, "closing", "locked"],
  async handler(call) {
    const { round, visit } = call.params;
    const { state } = await roundOf(call, round);
    const { checklist, plan } = visitOf(state, visit);
    const { device } = call.body;
    const capacity = capacityFor(call.caller, asInspector(state, visit, call.caller));
    const copy = [call.plan.id, round, visit, call.caller.person, device, checklist, plan.lines];
    // A copy that is out already stays out, whatever became of the round.
    const before = state.visits[visit]?.taken.some((one) => one.person === call.caller.person && one.device === device);
    const after =
      before && state.status !== "open"
        ? { state }
        : await done(call, round, { kind: "takeAlong", visit, device }, capacity, keyOf("take", ...copy));
    return bundleOf(call, after.state, visitOf(after.state, visit));
  },
});

export const getBundle = planRoute({
  ...visitRoute,
  method: "get",
  path: "/inspections/{round}/visits/{visit}/bundle",
  summary: "What is taken along, without recording anything 检查资料",
  response: filing.visitBundle,
  problems: UNKNOWN,
  async handler(call) {
    const { state } = await roundOf(call, call.params.round);
    return bundleOf(call, state, inspected(state, call.params.visit, call.caller));
  },
});

export const getVisit = planRoute({
  ...visitRoute,
  method: "get",
  path: "/inspections/{round}/visits/{visit}",
  summary: "A visit with what is filed for it 检查情况",
  description: "To those who inspect it and who sees everything; to the inspected once it is submitted.",
  response: filing.visitDetail,
  problems: UNKNOWN,
  async handler(call) {
    const { plan, caller, sight, params } = call;
    const { state } = await roundOf(call, params.round);
    const visit = visitOf(state, params.visit);
    const isInspector = inspects(state, visit, caller) || seesAll(caller);
    const isWithin = visitsWithin(state, caller, sight, plan).includes(visit);
    if (!isInspector && !(isWithin && visit.submitted)) throw isWithin ? notYours() : unknownVisit(params.visit);
    return visitView(call, state, visit, isInspector);
  },
});

function visitView({ plan, caller }: RoundCall, state: RoundState, visit: VisitState, isInspector: boolean) {
  const { names, today } = plan;
  const { place, mode, id } = visit.plan;
  const group = groupOf(state, id);
  const { submitted, conclusion } = visit;
  return {
    round: state.round,
    visit: id,
    place: placeView(place, plan),
    mode,
    status: statusOf(visit),
    group: group ? groupView(group, plan) : null,
    lines: visitLines(visit).map(({ line, disputed, standing, filed }) => ({
      line,
      disputed,
      standing: standing && filedView(standing, plan),
      // What did not stand is between the inspectors and those who look over their work.
      filed: isInspector ? filed.map((row) => filedView(row, plan)) : [],
    })),
    submitted: submitted && {
      row: submitted.row,
      on: submitted.on,
      by: names.person(submitted.by),
      late: submitted.late,
    },
    regraded: { ...visit.regraded },
    conclusion: conclusion && { ...conclusion },
    objections: visit.objections.map(({ no, lines, text, unit, on, decision }) => ({
      no,
      lines: [...lines],
      text,
      unit: names.unitRef(unit, today),
      on,
      decision: decision && { ...decision },
    })),
    may: plan.head.ended ? [] : mayDo(state, visit, caller, plan),
  };
}

/** What somebody may do to a visit as it stands. */
function mayDo(state: RoundState, visit: VisitState, caller: Caller, plan: RoundCall["plan"]): string[] {
  const { person } = caller;
  const group = groupOf(state, visit.plan.id);
  const isMember = group?.members.some((member) => member.person === person) === true;
  const runs = state.status === "open" || state.status === "closing" || state.status === "closed";
  const isOut = inspects(state, visit, caller) && runs && !visit.submitted;
  const waits = visit.objections.some(({ decision }) => decision === null);
  return [
    ...(isMember && state.status === "open" && plan.today <= schemeOf(state).visitsUntil && !visit.submitted
      ? ["takeAlong"]
      : []),
    ...(isOut ? ["file", "submit"] : []),
    ...(isOut && group?.leader === person ? ["decideLine"] : []),
    ...(isMember && visit.submitted && !visit.conclusion ? ["conclude"] : []),
    ...(visit.conclusion ? ["remark"] : []),
    ...(visit.conclusion && plan.today <= visit.conclusion.objectUntil && !isMember ? ["object"] : []),
    ...(waits && !isMember && isOffice(caller, plan) ? ["decideObjection"] : []),
  ];
}

/* ----------------------------------------------------------- lines */

/** The server's clock, against which the device's is held: never the plan's. */
const clockOf = (deviceNow: number) => {
  const receivedAt = Date.now();
  return { deviceAt: deviceNow, receivedAt, offset: deviceNow - receivedAt };
};

interface Filing {
  readonly answers: readonly FiledLine[];
  readonly deviceNow: number;
}

/** A line of the caller's as the ledger has it afterwards, or why it is not there. */
type Part =
  | { readonly ok: true; readonly row: ReturnType<typeof partOf> }
  | { readonly ok: false; readonly problem: ProblemError };

const partOf = ({
  answer: _answer,
  person: _person,
  group: _group,
  receivedAt: _at,
  ...row
}: VisitState["filed"][number]) => row;

/** Files lines of the caller; one that is refused takes none of the others with it. */
async function fileAll(call: RoundCall, round: string, id: string, { answers, deviceNow }: Filing): Promise<Part[]> {
  const { state } = await roundOf(call, round);
  visitOf(state, id);
  const capacity = capacityFor(call.caller, asInspector(state, id, call.caller));
  const clock = clockOf(deviceNow);
  const name = (lines: readonly FiledLine[]): string =>
    keyOf("file", call.plan.id, round, id, call.caller.person, lines.map(contentOf));
  const fileOf = (lines: readonly FiledLine[]) =>
    send(call, round, { kind: "fileLines", visit: id, answers: lines, clock }, capacity, name(lines));
  const whole = await fileOf(answers);
  const [refused] = whole.outcome.refused;
  if (!refused) return answers.map((answer) => filedAs(visitOf(whole.after.state, id), answer, call.caller));
  if (answers.length === 1) return [{ ok: false, problem: refusedAs(refused) }];
  const parts: Part[] = [];
  for (const answer of answers) {
    const { outcome, after } = await fileOf([answer]);
    const [why] = outcome.refused;
    parts.push(why ? { ok: false, problem: refusedAs(why) } : filedAs(visitOf(after.state, id), answer, call.caller));
  }
  return parts;
}

/** A line that was filed: in its row, or beside another content that had taken its key. */
function filedAs({ filed }: VisitState, answer: FiledLine, { person }: Caller): Part {
  const content = contentOf(answer);
  const ofKey = filed.filter(
    (row) => row.person === person && row.line === answer.line && row.revision === answer.revision,
  );
  const row = ofKey.find((one) => one.content === content);
  if (!row) throw new Error(`${answer.line}@${answer.revision} was accepted, and the round has no such row`);
  if (!row.conflicting) return { ok: true, row: partOf(row) };
  const rows = ofKey.map((one) => ({ row: one.row, content: one.content, conflicting: one.conflicting }));
  return {
    ok: false,
    problem: new ProblemError(
      "conflict",
      {
        zh: "该条目的这一版本此前已送达不同内容：两份都已保留，请核对后另存为新版本。",
        en: "This revision of the line holds other content: both are kept; compare them and file a new revision.",
      },
      { rows },
    ),
  };
}

export const putPart = planRoute({
  ...visitRoute,
  params: filing.partParams,
  method: "put",
  path: "/inspections/{round}/visits/{visit}/parts/{key}",
  summary: "File a line 报送一条",
  description: "The same key and content again: the same answer, no second row. The author is the session's person.",
  body: filing.partBody,
  response: filing.filedPart,
  counts: "act",
  problems: [...SENT, "conflict", "locked", "illegalStep", "badValue"],
  async handler(call) {
    const { round, visit, key } = call.params;
    const { deviceNow } = call.body;
    const answer = call.body.answer as FiledLine;
    if (key !== `${answer.line}@${answer.revision}`)
      throw new ProblemError("badValue", {
        zh: `地址中的编号“${key}”与内容中的条目和版本不一致。`,
        en: `The address names ${key}, the body ${answer.line}@${answer.revision}.`,
      });
    const [part] = await fileAll(call, round, visit, { answers: [answer], deviceNow });
    if (!part?.ok) throw part?.problem ?? new Error("a line was neither filed nor refused");
    return part.row;
  },
});

export const postParts = planRoute({
  ...visitRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/parts",
  summary: "File up to 50 lines 批量报送",
  body: filing.partsBody,
  response: filing.filedParts,
  counts: "act",
  problems: SENT,
  async handler(call) {
    const { round, visit } = call.params;
    const answers = call.body.answers as readonly FiledLine[];
    const parts = await fileAll(call, round, visit, { answers, deviceNow: call.body.deviceNow });
    return {
      parts: parts.map((part, at) => {
        const { line = "", revision = 0 } = answers[at] ?? {};
        return part.ok
          ? { ok: true as const, ...part.row }
          : { ok: false as const, line, revision, code: part.problem.code, detail: part.problem.detail[call.lang] };
      }),
    };
  },
});

/* ----------------------------------------------------------- receipt and submission */

async function receiptFor(call: RoundCall, { state, head }: ReadRound, visit: VisitState, person: string) {
  const stored = await storedPhotos(call.services.pool, call.plan.id, state.round, [visit.plan.id]);
  return structuredClone(
    receiptOf(call.plan.id, state, visit, person, new Set(stored[visit.plan.id]), head),
  ) as Mutable<ReturnType<typeof receiptOf>>;
}

type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

export const getReceipt = planRoute({
  ...visitRoute,
  method: "get",
  path: "/inspections/{round}/visits/{visit}/receipt",
  summary: "The receipt of one's lines and photos 回执",
  description: "One's own; the 组长 and who sees everything name the person.",
  query: filing.receiptQuery,
  response: filing.receipt,
  problems: UNKNOWN,
  async handler(call) {
    const read = await roundOf(call, call.params.round);
    const visit = inspected(read.state, call.params.visit, call.caller);
    const { person = call.caller.person ?? "" } = call.query;
    const isLeader = groupOf(read.state, visit.plan.id)?.leader === call.caller.person;
    if (person !== call.caller.person && !isLeader && !seesAll(call.caller)) throw notYours();
    return receiptFor(call, read, visit, person);
  },
});

export const postSubmitted = planRoute({
  ...visitRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/submit",
  summary: "Submit a visit 提交检查结果",
  description:
    "All lines and every named photo are there, and the 组长 has decided what is disputed: it is locked, and each failed line is a finding with its rectification item. Of a visit that is submitted already: its receipt.",
  response: filing.receipt,
  counts: "act",
  problems: [...SENT, "incomplete", "locked", "illegalStep"],
  async handler(call) {
    const { round, visit: id } = call.params;
    const { person } = call.caller;
    const read = await roundOf(call, round);
    const visit = visitOf(read.state, id);
    if (visit.submitted && inspects(read.state, visit, call.caller)) return receiptFor(call, read, visit, person ?? "");
    const capacity = capacityFor(call.caller, asInspector(read.state, id, call.caller));
    // What keeps it from being submitted changes: each attempt is one of its own until it is in.
    const key = keyOf("submit", call.plan.id, round, id, read.head.seq);
    const { outcome, after } = await send(call, round, { kind: "submitCheck", visit: id }, capacity, key);
    const [refused] = outcome.refused;
    const receipt = await receiptFor(call, after, visitOf(after.state, id), person ?? "");
    // Another inspector of the group was quicker.
    if (refused && !(refused.code === "locked" && receipt.submittedRow !== null))
      throw refusedAs(refused, refused.code === "incomplete" ? { missing: receipt.missing } : {});
    return receipt;
  },
});

export const postLineDecided = planRoute({
  ...visitRoute,
  params: filing.lineParams,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/lines/{line}/decide",
  summary: "Decide what stands for a line 组长确定",
  body: filing.decideLineBody,
  response: filing.visitDone,
  counts: "act",
  problems: [...SENT, "locked", "badValue"],
  async handler(call) {
    const { round, visit, line } = call.params;
    const { head } = await inspectorAct(call, round, visit, { kind: "decideLine", visit, line, ...call.body });
    return { round, visit, row: head.seq };
  },
});
