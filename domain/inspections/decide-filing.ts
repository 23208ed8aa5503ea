/** Filing: taking a visit along, lines in any order and any number of times, the 组长's decision, the submission. */
import { malformedEvent } from "../ledger/codec.js";
import { canonicalJson } from "../ledger/canonical.js";
import type { FiledLine, ToldFinding } from "../ledger/inspection-events.js";
import { sha256 } from "../ledger/sha256.js";
import { checklistsOf } from "../plan/rule-set.js";
import { lineOf } from "../plan/checklists.js";
import {
  refuseRound as refuse,
  type RoundActOf,
  type RoundDecision,
  type RoundRefusal,
  type RoundStep,
} from "./acts.js";
import { type At, groupRules, isOfGroup, onlyOffice, today } from "./decide-scheme.js";
import { incompleteReason, photosOf, progressOf, visitLines } from "./filed.js";
import { mayJudge } from "./groups.js";
import { owingUnit } from "./lines.js";
import { groupOf, schemeOf } from "./round-state.js";
import type { RoundState, VisitState } from "./round-types.js";
import type { FiledRow } from "./types.js";

/** Lines of one request at most, and characters of one text. */
const MOST_LINES = 50;
const MOST_TEXT = 4_000;
const MOST_PHOTOS = 20;

/** A visit of the round, or that there is none. */
export function visitOf(state: RoundState, id: string): VisitState | RoundRefusal {
  return state.visits[id] ?? refuse("unknownItem", `${state.stream} has no visit ${id}`);
}

export const isRefusal = (found: VisitState | RoundRefusal): found is RoundRefusal => "code" in found;

export function takeAlong(state: RoundState, { visit: id, device }: RoundActOf<"takeAlong">, at: At): RoundDecision {
  const visit = visitOf(state, id);
  if (isRefusal(visit)) return visit;
  const { person } = at.actor;
  if (!isOfGroup(state, id, person)) return refuse("notYours", `${person} is not in the group of ${id}`);
  if (state.status !== "open" || today(at) > schemeOf(state).visitsUntil)
    return refuse("closing", `${state.stream} is ${state.status}: nothing is taken along any more, or not yet`);
  if (visit.submitted) return refuse("locked", `${id} is submitted and locked`);
  return [
    { type: "visitTakenAlong", payload: { visit: id, checklist: visit.checklist, lines: visit.plan.lines, device } },
  ];
}

/** What one author's lines are refused for, whole. */
function refuseFiling(state: RoundState, visit: VisitState, act: RoundActOf<"fileLines">, at: At): RoundRefusal | null {
  const { answers, enteredFor } = act;
  if (answers.length === 0 || answers.length > MOST_LINES)
    return refuse("badValue", `a request files 1 to ${MOST_LINES} lines, not ${answers.length}`);
  const twice = answers.find(({ line }, at) => answers.findIndex((one) => one.line === line) !== at);
  if (twice) return refuse("badValue", `a request files each line once, and not ${twice.line} twice`);
  if (state.status === "draft" || state.status === "skipped")
    return refuse("illegalStep", `${state.stream} is ${state.status}: nothing is filed`);
  if (visit.submitted) return refuse("locked", `${act.visit} is submitted and locked: what comes later is a new entry`);
  if (enteredFor) {
    const refusal = onlyOffice(at, "bringing in what somebody else wrote");
    if (refusal) return refusal;
  }
  const author = enteredFor?.person ?? at.actor.person;
  const known = isOfGroup(state, act.visit, author) || visit.taken.some(({ person }) => person === author);
  if (!known) return refuse("notYours", `${author} is not in the group of ${act.visit} and never took it along`);
  for (const answer of answers) {
    const fault = faultOf(answer, visit, author, at);
    if (fault !== null) return refuse("badValue", `${answer.line}@${answer.revision}: ${fault}`);
  }
  return null;
}

function faultOf(answer: FiledLine, visit: VisitState, author: string, { ruleSet }: At): string | null {
  const copies = visit.taken.filter(({ person }) => person === author);
  const asked = new Set([...visit.plan.lines, ...copies.flatMap(({ lines }) => lines)]);
  if (!asked.has(answer.line)) return "this visit has no such line";
  if (!Number.isSafeInteger(answer.revision) || answer.revision < 1) return "the revision is a number from 1";
  if (answer.photos.length > MOST_PHOTOS) return `a line has at most ${MOST_PHOTOS} photos`;
  if (answer.photos.some(({ sha256: hash }) => !/^[0-9a-f]{64}$/.test(hash))) return "a photo is named by its SHA-256";
  if ((answer.text + (answer.highlight ?? "")).length > MOST_TEXT) return `a line says at most ${MOST_TEXT} characters`;
  if (answer.grade !== "fail")
    return answer.cause === undefined && answer.severity === undefined
      ? null
      : "only a failure has a cause and a severity";
  const version = copies.at(-1)?.checklist ?? visit.checklist;
  const line =
    lineOf(checklistsOf(ruleSet, version), answer.line) ?? lineOf(checklistsOf(ruleSet, visit.checklist), answer.line);
  if (!line || answer.cause === undefined || !line.causes.includes(answer.cause))
    return `a failure names one of the line's classes of cause: ${line?.causes.join(", ") ?? ""}`;
  return answer.text.trim() === "" ? "a failure says what was found" : null;
}

/** What is known of a line's key before: filed with this content, with another, or not at all. */
function keyOf(visit: VisitState, author: string, answer: FiledLine, content: string): "new" | "same" | "other" {
  const taken = visit.filed.filter(
    (row) => row.person === author && row.line === answer.line && row.revision === answer.revision,
  );
  if (taken.some((row) => row.content === content)) return "same";
  return taken.length === 0 ? "new" : "other";
}

/** The content that a line's key stands for. */
export const contentOf = (answer: FiledLine): string => sha256(canonicalJson(answer));

/**
 * Lines of one author. What was filed before is not filed again; what another content has taken the key of is kept beside it. Lines of
 * one's own unit's work are kept apart, and so are late ones and those of somebody who was taken off the visit meanwhile.
 */
export function fileLines(state: RoundState, act: RoundActOf<"fileLines">, at: At): RoundDecision {
  const visit = visitOf(state, act.visit);
  if (isRefusal(visit)) return visit;
  const refusal = refuseFiling(state, visit, act, at);
  if (refusal) return refusal;
  const author = act.enteredFor?.person ?? at.actor.person;
  const rules = groupRules(state, at);
  const reassigned = !isOfGroup(state, act.visit, author);
  const fresh = act.answers
    .map((answer) => ({ answer, content: contentOf(answer) }))
    .flatMap(({ answer, content }) => {
      const key = keyOf(visit, author, answer, content);
      return key === "same" ? [] : [{ answer, content, key, own: !mayJudge(author, visit.plan, answer.line, rules) }];
    });
  const stepOf = (lines: typeof fresh, quarantined: boolean): RoundStep => {
    const conflicts = lines.flatMap(({ answer, key }) => (key === "other" ? [answer.line] : []));
    return {
      type: "linesFiled",
      payload: {
        visit: act.visit,
        lines: lines.map(({ answer }) => answer),
        contents: lines.map(({ content }) => content),
        clock: act.clock,
        ...(conflicts.length > 0 ? { conflicts } : {}),
        ...(reassigned ? { reassigned } : {}),
        ...(quarantined ? { quarantined } : {}),
        ...(state.status === "closed" ? { late: true } : {}),
        ...(act.enteredFor ? { enteredFor: act.enteredFor } : {}),
      },
    };
  };
  const [own, others] = [fresh.filter((line) => line.own), fresh.filter((line) => !line.own)];
  const steps = [...(others.length > 0 ? [stepOf(others, false)] : []), ...(own.length > 0 ? [stepOf(own, true)] : [])];
  for (const step of steps) {
    const malformed = malformedEvent(step);
    if (malformed !== null) return refuse("badValue", malformed);
  }
  return steps;
}

/** What filing some answers would come to, each by itself: nothing is recorded. */
export type FilingPreview =
  /** `beside`: its key holds other content, and both are kept. */
  | { readonly outcome: "new" | "same" | "beside"; readonly quarantined: boolean }
  | { readonly outcome: "refused"; readonly refusal: RoundRefusal };

/** By the rules of `fileLines`, line by line. */
export function previewFiling(state: RoundState, act: RoundActOf<"fileLines">, at: At): FilingPreview[] {
  const visit = visitOf(state, act.visit);
  if (isRefusal(visit)) return act.answers.map(() => ({ outcome: "refused", refusal: visit }));
  const author = act.enteredFor?.person ?? at.actor.person;
  const rules = groupRules(state, at);
  return act.answers.map((answer): FilingPreview => {
    const refusal = refuseFiling(state, visit, { ...act, answers: [answer] }, at);
    if (refusal) return { outcome: "refused", refusal };
    const key = keyOf(visit, author, answer, contentOf(answer));
    const quarantined = !mayJudge(author, visit.plan, answer.line, rules);
    return { outcome: key === "other" ? "beside" : key, quarantined };
  });
}

export function decideLine(state: RoundState, act: RoundActOf<"decideLine">, at: At): RoundDecision {
  const { visit: id, line, row, reason } = act;
  const visit = visitOf(state, id);
  if (isRefusal(visit)) return visit;
  if (groupOf(state, id)?.leader !== at.actor.person)
    return refuse("notYours", `the leader of the group of ${id} decides what stands`);
  if (visit.submitted) return refuse("locked", `${id} is submitted and locked`);
  const chosen = visit.filed.find((one) => one.row === row && one.line === line);
  if (!chosen || chosen.quarantined) return refuse("badValue", `row ${row} holds no answer to ${line} that can stand`);
  if (reason.trim() === "") return refuse("badValue", "this needs its reason");
  const { person, revision } = chosen;
  return [{ type: "lineDecided", payload: { visit: id, line, row, person, revision, reason } }];
}

export function submitCheck(state: RoundState, { visit: id }: RoundActOf<"submitCheck">, at: At): RoundDecision {
  const visit = visitOf(state, id);
  if (isRefusal(visit)) return visit;
  if (!isOfGroup(state, id, at.actor.person) && !visit.taken.some(({ person }) => person === at.actor.person))
    return refuse("notYours", `${at.actor.person} is not in the group of ${id}`);
  if (visit.submitted) return refuse("locked", `${id} is submitted already, by row ${visit.submitted.row}`);
  const incomplete = incompleteReason(progressOf(visit, new Set(at.facts.stored[id] ?? [])));
  if (incomplete !== null) return refuse("incomplete", incomplete);
  const standing = visitLines(visit).flatMap(({ standing: row }) => row ?? []);
  const lines = standing.map(({ line, row, person, revision, answer }) => ({
    line,
    row,
    person,
    revision,
    grade: answer.grade,
  }));
  const photos = [...photosOf(standing).keys()].sort();
  const findings = standing.flatMap((row) => findingsOf(state, visit, row, at));
  const late = state.status === "closed" ? { late: true } : {};
  return [{ type: "checkSubmitted", payload: { visit: id, lines, photos, findings, ...late } }];
}

/** The stream of a task, of its section where it is split by township. */
export function taskStreamOf({ taskStreams }: RoundState, task: number, township: string | undefined): string {
  const own = taskStreams.filter((one) => one.task === task);
  const section = own.find((one) => one.section === (township ?? "county"));
  return (section ?? own.find((one) => one.section === null) ?? own[0])?.stream ?? `task/${task}`;
}

/** One finding of a line that failed, none of any other. */
function findingsOf(state: RoundState, { plan, checklist, taken }: VisitState, row: FiledRow, at: At): ToldFinding[] {
  const { answer, person } = row;
  if (answer.grade !== "fail" || answer.cause === undefined) return [];
  const version = taken.findLast((copy) => copy.person === person)?.checklist ?? checklist;
  const line = lineOf(checklistsOf(at.ruleSet, version), answer.line);
  const documents = at.ruleSet.documents;
  if (!line || !documents) throw new Error(`${answer.line} is no line of version ${version}`);
  const lead = documents.plan.tasks.find(({ no }) => no === line.task)?.leadUnits[0] ?? at.ruleSet.bodies.office;
  return [
    {
      to: taskStreamOf(state, line.task, plan.place.township),
      place: plan.place,
      task: line.task,
      line: line.key,
      cause: answer.cause,
      severity: answer.severity ?? line.severity,
      text: answer.text,
      photos: answer.photos.map(({ sha256: hash }) => hash),
      contradicts: answer.contradicts === true,
      row: row.row,
      unit: owingUnit(line, plan.place, documents.plan) ?? lead,
      leadUnit: lead,
      policy: state.policy,
      systemic: [],
    },
  ];
}
