/** The bulletin's way: drafted and edited, sent out for replies, approved, signed on its hash, sent. A correction begins it again. */
import { refuseRound as refuse, type RoundActOf, type RoundDecision, type RoundRefusal } from "./acts.js";
import { type BulletinState, isAuthor, openReplies } from "./bulletin-state.js";
import { type At, onlyOffice, today } from "./decide-scheme.js";
import { roundName } from "./round-name.js";
import { dayEn, dayZh } from "../language/dates.js";
import type { Words } from "../language/words.js";
import { type NoticeDraft, peopleOf } from "../ledger/record.js";
import { inspectionPolicy } from "./round-rules.js";
import type { RoundState } from "./round-types.js";

/** What of a stream its bulletin's way depends on: a round's, or a month's (`round` is then the month). */
export type Bulletined = Pick<RoundState, "stream" | "bulletin" | "round"> & { readonly status: string };

/** What the letters of a bulletin tell beside its version. */
export interface BulletinSubject {
  /** The fact of a notice that names what it is of. */
  readonly facts: { readonly round: string } | { readonly month: string };
  /** That it is out under a number. */
  readonly sent: (no: string) => Words;
  /** That its report is submitted under a number; absent: it has none beside it. */
  readonly submitted?: (no: string) => Words;
}

const HASH = /^[0-9a-f]{64}$/;
const MOST_EDITS = 200;
const MOST_TEXT = 4_000;

/** A further draft is a further version: never other bytes under the same number. */
export function draftBulletin(state: Bulletined, act: RoundActOf<"draftBulletin">, at: At): RoundDecision {
  const { sha256, edited, reason } = act;
  const refusal = onlyOffice(at, "drafting the bulletin");
  if (refusal) return refusal;
  if (state.status !== "closed")
    return refuse("illegalStep", `${state.stream} is ${state.status}: its figures are not fixed yet`);
  if (!HASH.test(sha256)) return refuse("badValue", "a version is named by the SHA-256 of its content");
  const { bulletin } = state;
  if (bulletin?.sha256 === sha256) return refuse("illegalStep", `version ${bulletin.version} has this very content`);
  const isCorrection = bulletin !== null && (bulletin.step === "signed" || bulletin.step === "sent");
  if (isCorrection && (reason ?? "").trim() === "")
    return refuse("badValue", `version ${bulletin.version} is signed: a correction needs its reason`);
  if (edited && (edited.length > MOST_EDITS || edited.some(({ text }) => (text ?? "").length > MOST_TEXT)))
    return refuse(
      "badValue",
      `at most ${MOST_EDITS} texts are edited at once, each of at most ${MOST_TEXT} characters`,
    );
  const version = (bulletin?.version ?? 0) + 1;
  return [
    {
      type: "bulletinDrafted",
      payload: { version, sha256, ...(edited ? { edited } : {}), ...(reason ? { reason } : {}) },
    },
  ];
}

/** The version that an act names by its hash, in one of some steps. */
function named(
  state: Bulletined,
  sha256: string,
  steps: readonly BulletinState["step"][],
): BulletinState | RoundRefusal {
  const { bulletin } = state;
  return bulletin !== null && bulletin.sha256 === sha256 && steps.includes(bulletin.step)
    ? bulletin
    : refuse(
        "nothingPending",
        `${state.stream} has no bulletin with the content ${sha256} that is ${steps.join(" or ")}`,
      );
}
/** One message to each unit's desk: by when it is asked for a reply. */
function asked(state: Bulletined, units: readonly string[], replyBy: string): NoticeDraft[] {
  const { zh, en } = roundName(state.round);
  const words = {
    zh: `请于${dayZh(replyBy)}前对${zh}检查情况通报（征求意见稿）反馈意见，无不同意见的也请反馈。`,
    en: `Reply by ${dayEn(replyBy)} to the draft of the bulletin on ${en}, also where there is nothing against it.`,
  };
  return [
    {
      instrument: "inspection",
      delivery: "immediate",
      to: units.map((unit) => ({ unit })),
      copy: [],
      facts: { round: state.round, what: "bulletin", ...words },
    },
  ];
}

function subjectOf({ round }: Pick<RoundState, "round">): BulletinSubject {
  const { zh, en } = roundName(round);
  return {
    facts: { round },
    sent: (no) => ({
      zh: `${zh}检查情况通报（${no}）已印发，请查阅并抓好整改。`,
      en: `The bulletin on ${en} (${no}) is out: read it, and see to what is to be put right.`,
    }),
    submitted: (no) => ({
      zh: `现将${zh}检查情况的报告（${no}）呈上，请审阅。`,
      en: `The report on ${en} (${no}) is submitted.`,
    }),
  };
}

/** The bulletin to units, with a copy to the leading group (抄报), and the report to the leading group: each under its number. */
function sent(
  { stream }: Bulletined,
  { version, sha256, signed }: BulletinState,
  units: readonly string[],
  subject: BulletinSubject,
): NoticeDraft[] {
  const found = signed.find((one) => one.version === version);
  if (!found) throw new Error(`version ${version} of the bulletin of ${stream} is not signed`);
  const { no, reportNo, on } = found;
  const facts = { ...subject.facts, what: "bulletin", version: sha256, signedOn: on };
  const above = { role: "leadingGroup" } as const;
  return [
    {
      instrument: "bulletin",
      delivery: "immediate",
      to: units.map((unit) => ({ unit })),
      copy: [above],
      facts: { ...facts, documentNo: no, ...subject.sent(no) },
    },
    ...(reportNo === null || subject.submitted === undefined
      ? []
      : [
          {
            instrument: "upwardReport",
            delivery: "immediate",
            to: [above],
            copy: [],
            facts: { ...facts, documentNo: reportNo, ...subject.submitted(reportNo) },
          } as const,
        ]),
  ];
}

const isRefusal = (found: BulletinState | RoundRefusal): found is RoundRefusal => "code" in found;

export function circulateBulletin(state: Bulletined, act: RoundActOf<"circulateBulletin">, at: At): RoundDecision {
  const { sha256, units, replyBy } = act;
  const refusal = onlyOffice(at, "sending the draft out for replies");
  if (refusal) return refusal;
  const bulletin = named(state, sha256, ["drafted"]);
  if (isRefusal(bulletin)) return bulletin;
  const known = new Set(at.ruleSet.documents?.roster.units.map(({ id }) => id));
  if (units.length === 0 || new Set(units).size < units.length || units.some((unit) => !known.has(unit)))
    return refuse("badValue", "a draft is sent to units of the roster, each once");
  if (replyBy <= today(at)) return refuse("badDate", "the day for replies lies after today");
  const payload = { version: bulletin.version, sha256, units, replyBy };
  return [{ type: "bulletinCirculated", payload, notices: asked(state, units, replyBy) }];
}

export function replyBulletin(state: Bulletined, act: RoundActOf<"replyBulletin">, at: At): RoundDecision {
  const { bulletin } = state;
  const { unit } = at.actor;
  if (bulletin?.step !== "circulated")
    return refuse("nothingPending", `${state.stream} has no draft that asks for replies`);
  if (!bulletin.circulated?.units.includes(unit)) return refuse("notYours", `${unit} was not asked for a reply`);
  if (!act.agrees && act.text.trim() === "") return refuse("badValue", "whoever does not agree says why");
  if (act.text.length > MOST_TEXT) return refuse("badValue", `a reply has at most ${MOST_TEXT} characters`);
  const { version, replies } = bulletin;
  const { agrees, text } = act;
  return [{ type: "bulletinReplied", payload: { version, no: replies.length + 1, unit, agrees, text } }];
}

export function answerReply(
  state: Bulletined,
  { no, adopted, reason }: RoundActOf<"answerReply">,
  at: At,
): RoundDecision {
  const refusal = onlyOffice(at, "answering a reply");
  if (refusal) return refusal;
  const reply = state.bulletin?.replies.find((one) => one.no === no);
  if (!state.bulletin || !reply || reply.answer !== null)
    return refuse("nothingPending", `${state.stream} has no reply ${no} that waits for an answer`);
  if (reason.trim() === "") return refuse("badValue", "this needs its reason");
  return [{ type: "bulletinReplyAnswered", payload: { version: state.bulletin.version, no, adopted, reason } }];
}

export function approveBulletin(state: Bulletined, act: RoundActOf<"approveBulletin">, at: At): RoundDecision {
  const { sha256, text, steps } = act;
  const refusal = onlyOffice(at, "approving the bulletin");
  if (refusal) return refusal;
  const bulletin = named(state, sha256, ["drafted", "circulated"]);
  if (isRefusal(bulletin)) return bulletin;
  const { circulated, step } = bulletin;
  const silent = circulated?.units.filter((unit) => !bulletin.replies.some((one) => one.unit === unit)) ?? [];
  if (step === "circulated" && circulated && silent.length > 0 && today(at) <= circulated.replyBy)
    return refuse("repliesAwaited", `replies are taken until ${circulated.replyBy}; none yet of ${silent.join(", ")}`);
  const waiting = openReplies(bulletin);
  if (waiting.length > 0)
    return refuse("repliesUnanswered", `replies wait for an answer: ${waiting.map(({ no }) => no).join(", ")}`);
  const { version } = bulletin;
  return [{ type: "bulletinApproved", payload: { version, sha256, text, ...(steps?.length ? { steps } : {}) } }];
}

export const signBulletin = (state: RoundState, act: RoundActOf<"signBulletin">, at: At): RoundDecision =>
  signedBy(state, act, at, inspectionPolicy(state, at.ruleSet).signAlone === true);

/** `alone`: whoever drafted it may sign it, where the office has one person only. */
export function signedBy(state: Bulletined, act: RoundActOf<"signBulletin">, at: At, alone: boolean): RoundDecision {
  const { sha256, no = "", reportNo } = act;
  const refusal = onlyOffice(at, "signing the bulletin");
  if (refusal) return refusal;
  const bulletin = named(state, sha256, ["approved"]);
  if (isRefusal(bulletin)) return bulletin;
  if (!alone && isAuthor(bulletin, peopleOf(at.actor)))
    return refuse(
      "ownWork",
      `${at.actor.person} drafted version ${bulletin.version} of the bulletin or edited it last: somebody else of the office signs it`,
    );
  if (no.trim() === "") return refuse("badValue", "a bulletin is signed with its number");
  const { version } = bulletin;
  const numbers = { no, ...(reportNo === undefined ? {} : { reportNo }) };
  return [{ type: "bulletinSigned", payload: { version, sha256, ...numbers, on: today(at) } }];
}

export const sendBulletin = (state: RoundState, act: RoundActOf<"sendBulletin">, at: At): RoundDecision =>
  sentAs(state, act, at, subjectOf(state));

/** It goes out with its letters. `subject`: what they call it. */
export function sentAs(
  state: Bulletined,
  { sha256, units }: RoundActOf<"sendBulletin">,
  at: At,
  subject: BulletinSubject,
): RoundDecision {
  const refusal = onlyOffice(at, "sending the bulletin");
  if (refusal) return refusal;
  const bulletin = named(state, sha256, ["signed"]);
  if (isRefusal(bulletin)) return bulletin;
  const known = new Set(at.ruleSet.documents?.roster.units.map(({ id }) => id));
  if (units.length === 0 || new Set(units).size < units.length || units.some((unit) => !known.has(unit)))
    return refuse("badValue", "a bulletin is sent to units of the roster, each once");
  const { version } = bulletin;
  const no = bulletin.no ?? "";
  return [
    { type: "bulletinSent", payload: { version, sha256, no, units }, notices: sent(state, bulletin, units, subject) },
  ];
}
