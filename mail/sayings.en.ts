/** What each form of letter asks, and how it tells its matter, in English: the same as in Chinese. */
import { knownFacts } from "../domain/letters/facts.js";
import type { LetterForm } from "../domain/letters/forms.js";
import { distinct, isOfAnother, type Part } from "./compose.js";
import { unsignedEn } from "./package-texts.en.js";
import type { PageParagraph } from "./page.js";
import { count, headsEn, type PartEn, quotedEn, waitsEn, wordsOfEn } from "./phrases.en.js";
import { longOverdueList } from "./monthly-list.en.js";
import { beside, commonDone, joined, REASON, CRITERIA, say, type Say } from "./say.en.js";
import { isDay, type PartText } from "./texts.js";

/** "due 30 June, 7 working days overdue" */
const state = (p: PartEn): string =>
  [p.deadlines === "" ? "" : `due ${p.deadlines}`, p.late].filter((part) => part !== "").join(", ");
const notDone = (p: PartEn): string => `As of ${p.day(p.today)} not complete: ${p.subject} (${state(p)}).`;

function instructed(p: PartEn): string {
  const on = p.fact("instructionOn");
  const said = p.fact("instructionText") ?? (p.fact("again") === true ? undefined : p.fact("text"));
  return `${p.fact("instructorPost") ?? "A leader"} gave an instruction on ${p.what}${on === undefined ? "" : ` on ${p.day(on)}`}${said === undefined ? "." : `: ${quotedEn(said, 300)}.`}`;
}

function applied(p: PartEn): string {
  const [to, on, reason] = [p.fact("to"), p.fact("appliedOn"), p.fact("reason")];
  return `${p.owners} applied${on === undefined ? "" : ` on ${p.day(on)}`}${p.fact("late") === true ? ", after the deadline," : ""} to move the deadline of ${p.what} from ${p.deadlines}${to !== undefined && isDay(to) ? ` to ${p.day(to)}` : ""}${reason === undefined ? "." : `: ${quotedEn(reason, 200)}.`}`;
}

const headed = (lead: string, text: string): PageParagraph => ({ lead: `${lead}. `, text });

const escalate: Say = (p) => {
  const { matter, stance } = p.part;
  if (stance !== "leader") return say("", `${notDone(p)} Submitted to the leaders under the rules.`);
  if (matter === "instruction")
    return say(
      "Your instruction has not been reported on; submitted for your review.",
      instructed(p),
      wordsOfEn(p.rows, p.today),
    );
  const times = Math.max(0, ...p.rows.map(({ repetition = 0 }) => repetition));
  const heldDays = p.fact("heldDays");
  const heldReason = p.fact("heldReason");
  const waits = distinct(p.rows, (row) => waitsEn(row) || undefined);
  const promised = p.fact("promised");
  return say(
    `${p.subject}: ${state(p)}. Submitted for your review.`,
    headed(
      "Situation",
      joined(
        `As of ${p.day(p.today)}: ${count(p.rows.length, "item")}${p.late === "" ? "" : `, ${p.late}`}${waits.length === 1 ? `; ${waits[0]}` : ""}.`,
        times > 0 ? `This is submission no. ${times + 1}.` : "",
        heldDays === undefined
          ? ""
          : `It was held for ${count(heldDays, "working day")}${heldReason === undefined ? "" : `: ${quotedEn(heldReason)}`}.`,
      ),
    ),
    ...[
      headed("Cause", wordsOfEn(p.rows, p.today)),
      headed("What was done", commonDone(p)),
      headed(
        "Proposal",
        `that the head of ${p.owners} take it in hand and ${promised !== undefined && promised >= p.today ? `complete it by ${p.day(promised)} as promised` : "name a date and who is responsible"}.`,
      ),
    ].filter(({ text }) => text !== ""),
  );
};

const settled: Say = (p) => {
  const on = p.fact("reportedOn");
  const days = Math.max(0, ...p.rows.map(({ overdueWorkingDays = 0 }) => overdueWorkingDays));
  return say(
    p.part.stance === "leader" ? "What was submitted to you is settled; for your information." : "",
    `${p.subject}: ${on === undefined ? "" : `reported on ${p.day(on)}, `}verified and closed${days === 0 ? "" : `; reported ${days} working days late`}.`,
  );
};

const SAYINGS: Readonly<Record<LetterForm, Say>> = {
  // A package has a page of its own (package-page.ts); beside it items are told as of any 交办.
  package: (p) => SAYINGS.assignment(p),
  pairedPackage: (p) => SAYINGS.assignment(p),
  assignment: (p) =>
    p.part.stance === "asked"
      ? say(
          p.ask("sign for the list, and name the leader and the person responsible with a telephone number"),
          `Under "${p.model.plan.title}" you are assigned ${p.what}.`,
          "Please complete each by its deadline, by its closing criteria, and report it.",
        )
      : say(
          `Please help ${p.owners} within your duties.`,
          `Under "${p.model.plan.title}" ${p.what} is assigned to ${p.owners}; the list has what concerns you.`,
        ),
  reminder: (p) => {
    const { matter, stance } = p.part;
    if (matter === "instruction") return say(p.ask("report on the instruction in writing"), instructed(p));
    if (matter === "supporting")
      return say(p.ask("do your supporting work and report on it"), `The sub-deadline of ${p.what} is near.`);
    const [first] = p.rows;
    const left = p.rows.every(({ daysLeft }) => daysLeft === first?.daysLeft) ? first?.daysLeft : undefined;
    const told = `${p.subject}: due ${p.deadlines}${left === undefined || left > 30 ? "" : left === 0 ? ", no working day left before it" : `, ${count(left, "working day")} left`}.`;
    if (stance !== "asked") return say(p.askByDeadline(`help ${p.owners} to complete it`), told);
    return say(
      p.ask("complete it and report"),
      told,
      wordsOfEn(p.rows, p.today),
      CRITERIA(p),
      "If there is an objective obstacle, apply for an extension before the deadline.",
    );
  },
  urge: (p) => {
    const { matter, stance, capacity } = p.part;
    const sentBack = p.fact("answerReturnedReason");
    if (matter === "act" && stance === "asked" && p.fact("answered") === "returned" && sentBack !== undefined)
      return say(
        p.ask("answer again in writing with the cause, the measures, the date of completion and who is responsible"),
        `Your answer on ${p.what} was sent back: ${quotedEn(sentBack, 300)}.`,
      );
    if (matter === "signFor" && p.fact("package") !== undefined) return unsignedEn(p);
    if (matter === "signFor")
      return say(
        p.ask(capacity.level === "head" ? "see to it that the list is signed for" : "sign for the assignment list"),
        `${count(p.rows.length, "assigned item")} of your unit not signed for yet. Signing says that it was received, no more.`,
      );
    if (matter === "verification")
      return p.rows.every(({ status }) => status === "verified")
        ? say(p.ask("close it or return it"), `${p.subject}: checked, not closed yet.`)
        : say(p.ask("check it and pass or return it"), `${p.subject}: reported complete, not checked yet.`);
    if (matter === "extension") return SAYINGS.decisionSought(p);
    if (matter === "instruction")
      return say(
        p.ask("report on the instruction in writing"),
        instructed(p),
        joined("No report has come in.", wordsOfEn(p.rows, p.today)),
      );
    if (matter === "supporting")
      return say(p.ask("do your supporting work and report on it"), `The sub-deadline of ${p.what} has passed.`);
    if (stance !== "asked") return beside(p, notDone(p));
    return say(
      matter === "standIn" || capacity.level === "head"
        ? p.ask("take this up as head of the unit, and report progress, cause and the date of completion in writing")
        : p.ask("enter progress, cause and the date of completion; if it is done, report it as well"),
      notDone(p),
      wordsOfEn(p.rows, p.today),
    );
  },
  supervise: (p) =>
    p.part.stance === "asked"
      ? say(
          p.ask("answer in writing with the cause, the measures, the date of completion and who is responsible"),
          joined(notDone(p), commonDone(p)),
          wordsOfEn(p.rows, p.today),
          "The head of the unit is asked to take this up in person. Without an answer it will be submitted to the leaders.",
        )
      : beside(p, `${notDone(p)} A supervision letter has been sent.`),
  escalate,
  submitted: (p) => {
    const { matter } = p.part;
    if (matter === "verification")
      return say(
        `${p.subject}: reported, not checked yet; submitted for your review.`,
        distinct(p.rows, waitsEn).join("; "),
      );
    if (matter === "signFor")
      return say(`${count(p.rows.length, "item")} not signed for after assignment; submitted for your review.`);
    if (matter !== "instruction" && p.late === "")
      return say(`${p.subject}: due ${p.deadlines}; for your information.`, wordsOfEn(p.rows, p.today));
    return escalate(p);
  },
  summonsTalk: (p) => {
    if (p.part.stance !== "leader") return say("", `${notDone(p)} A talk has been recommended under the rules.`);
    const [no, on, answered] = [p.fact("supervisedNo"), p.fact("supervisedOn"), p.fact("answered")];
    const delivered = p.fact("deliveredOn");
    return say(
      `A talk with ${headsEn(p.rows)} is recommended; please decide.`,
      headed("Matter", notDone(p)),
      ...[
        headed(
          "Letter and answer",
          joined(
            commonDone(p),
            on === undefined
              ? ""
              : `The supervision letter${no === undefined ? "" : ` ${no}`} was ${delivered === undefined ? "signed" : "delivered"} on ${p.day(delivered ?? on)}${delivered === undefined ? "" : answered === "none" ? " and not answered as asked" : answered === "returned" ? "; its answer was returned" : ""}.`,
            wordsOfEn(p.rows, p.today),
          ),
        ),
      ].filter(({ text }) => text !== ""),
      headed(
        "Proposal",
        `a talk with ${headsEn(p.rows)} on the cause and the next steps; who holds it when is for you to decide.`,
      ),
    );
  },
  talk: (p) => {
    const [on, about] = [p.fact("on"), p.fact("text")];
    const told = `The leading group has decided on a talk with the head of ${p.owners} about ${p.what}.${about === undefined ? "" : ` Matter: ${quotedEn(about, 200)}.`}`;
    const when = on === undefined || on < p.today ? "" : ` on ${p.day(on)}`;
    return p.part.stance === "asked"
      ? say(`Please attend the talk${when}, with a written account of the work and the measures.`, told)
      : say(`Please prepare the talk${when}.`, told);
  },
  longOverdueList,
  verificationRequest: (p) =>
    p.part.stance === "asked"
      ? say(
          p.ask("check it against its closing criteria and pass or return it"),
          `${p.owners} reported complete: ${p.what}.`,
          CRITERIA(p),
        )
      : say("Please help with the check.", `${p.owners} reported complete: ${p.what}.`),
  closingReview: (p) =>
    say(p.part.stance === "asked" ? p.ask("close it or return it") : "", `${p.subject}: checked; for closing review.`),
  returned: (p) =>
    p.part.stance === "asked"
      ? say(
          p.ask("put right what the reason names and report again"),
          joined(`${p.subject}: the check found the closing criteria not met; returned.`, REASON(p)),
          CRITERIA(p),
          "The deadline does not move.",
        )
      : say(`Please help ${p.owners} to put it right.`, joined(`${p.subject}: returned after the check.`, REASON(p))),
  reopened: (p) =>
    say(
      p.part.stance === "asked" ? p.askByDeadline("complete it and report again") : `Please help ${p.owners}.`,
      joined(`${p.subject}: was closed, and is reopened.`, REASON(p)),
    ),
  extensionRequest: (p) =>
    p.part.stance === "leader"
      ? say("For your information.", applied(p))
      : say(
          p.part.stance === "asked"
            ? p.ask("give an opinion or decide")
            : "If you have an opinion, please give it in time.",
          applied(p),
          "Until then the deadline stands.",
        ),
  decisionSought: (p) => {
    const opinions = p.fact("opinions");
    return say(
      p.part.stance === "leader"
        ? "An extension waits for a decision; submitted to you."
        : p.ask("decide on the extension"),
      applied(p),
      opinions === undefined ? "" : `Opinions of the paired seats: ${quotedEn(opinions, 200)}.`,
      p.fact("proposedGrant") === undefined
        ? ""
        : `Proposal of the office: ${p.fact("proposedGrant") === true ? "grant" : "refuse"} it.`,
      "Until then the deadline stands.",
    );
  },
  extensionDecision: (p) => {
    const to = p.fact("to");
    const granted = p.fact("grant") === true;
    const day = to !== undefined && isDay(to) ? to : undefined;
    const told = granted
      ? `The extension of ${p.what} is granted${day === undefined ? "" : `, to ${p.day(day)}`}.`
      : `The extension of ${p.what} is refused; the deadline stays ${p.deadlines}.`;
    const opinion = REASON(p, "Opinion");
    if (p.part.stance === "leader") return say("For your information.", told, opinion);
    if (p.part.stance !== "asked") return say("", told, opinion);
    if (granted && day !== undefined && day >= p.today)
      return say(p.ask("complete it and report", [day]), told, opinion);
    const asked = p.ask("complete it and report");
    return say(asked.startsWith("Please ") ? p.askByDeadline("complete it and report") : asked, told, opinion);
  },
  deadlineChange: (p) => {
    const to = p.fact("to");
    const from = p.fact("from");
    const told = joined(
      `The deadline of ${p.what} is moved${from !== undefined && isDay(from) ? ` from ${p.day(from)}` : ""} to ${to !== undefined && isDay(to) ? p.day(to) : p.deadlines}.`,
      REASON(p),
    );
    if (p.part.stance === "leader") return say("For your information.", told);
    return p.part.stance === "asked"
      ? say(p.askByDeadline("complete it and report"), told, "The former deadline stays on record.")
      : say(`Please help ${p.owners} by the new deadline.`, told);
  },
  instruction: (p) => {
    const again = p.fact("again") === true;
    const returned = p.fact("returnReason") ?? (again ? p.fact("text") : undefined);
    return say(
      p.ask("report on the instruction in writing"),
      instructed(p),
      again ? `The former report was sent back${returned === undefined ? "." : `: ${quotedEn(returned, 300)}.`}` : "",
    );
  },
  instructionReply: (p) => {
    if (p.rows.every(({ facts }) => facts["cancelled"] === true))
      return say(
        "",
        joined(`Your instruction on ${p.what} has no object any more: the item was cancelled.`, REASON(p)),
      );
    const reply = p.fact("text") ?? p.fact("lastWords");
    const said = p.fact("instructionText");
    return say(
      "The handling of your instruction is reported for your review.",
      `Your instruction on ${p.what}${said === undefined ? "." : `: ${quotedEn(said, 300)}.`}`,
      reply === undefined ? "" : `${p.fact("instructedUnit") ?? p.owners} reports: ${quotedEn(reply, 500)}.`,
    );
  },
  resolved: settled,
  settledReport: settled,
  cancelled: (p) =>
    say(p.part.stance === "leader" ? "For your information." : "", joined(`${p.subject}: cancelled.`, REASON(p))),
  suspension: (p) => {
    const [from, until, approver] = [p.fact("since"), p.fact("until"), p.fact("approver")];
    const told = joined(
      `${p.subject}: suspended${approver === undefined ? "" : ` by ${approver}`}${from === undefined ? "" : ` from ${p.day(from)}`}${until === undefined ? "" : ` until ${p.day(until)}`}.`,
      REASON(p),
    );
    return p.part.stance === "leader"
      ? say("For your information.", told)
      : say("", told, "Nothing presses meanwhile; please report when the reason has ceased.");
  },
  resumed: (p) => {
    const told = `${p.subject}: goes on${p.deadlines === "" ? "" : `, due ${p.deadlines}`}.`;
    if (p.part.stance === "leader") return say("For your information.", told);
    return say(
      p.part.stance === "asked" ? p.askByDeadline("complete it and report") : `Please help ${p.owners}.`,
      told,
      REASON(p),
    );
  },
  handover: (p) => {
    const [from, to] = [p.fact("from"), p.fact("to")];
    const told = joined(
      `${p.what}: the primary unit changes${from === undefined ? "" : ` from ${from}`}${to === undefined || isDay(to) ? "" : ` to ${String(to)}`}.`,
      REASON(p),
    );
    return p.part.stance === "asked"
      ? say(p.ask("hand over the papers, check them and sign"), told, "The deadline does not move.")
      : say("", told);
  },
  newHolder: (p) =>
    say(
      p.ask("check the papers against the list and sign for it anew"),
      `The post has a new holder, to whom ${p.what} is handed over.`,
      "The deadlines do not move.",
    ),
  inspection: toldWhole,
  bulletin: toldWhole,
  monthBulletin: toldWhole,
  upwardReport: toldWhole,
  progressRequest: toldWhole,
  alarm: () => say(""),
};

/** What a round tells was recorded in whole sentences. */
function toldWhole({ rows, part }: PartEn): PartText {
  const said = distinct(rows, ({ facts }) => knownFacts(facts).en);
  return part.stance === "asked" ? say(said.join(" ")) : say("", ...said);
}

/** What a letter says of a part of it. */
export function sayEn(part: Part, phrases: PartEn): PartText {
  const said = SAYINGS[part.form](phrases);
  if (part.stance === "leader" && !SUBMITTED.has(part.form)) return { ...said, ask: "For your information." };
  return part.stance === "told" && isOfAnother(part) ? { ...said, ask: "" } : said;
}

/** Forms written for leaders: the others reach them for their information. */
const SUBMITTED: ReadonlySet<LetterForm> = new Set<LetterForm>([
  "escalate",
  "submitted",
  "summonsTalk",
  "longOverdueList",
  "decisionSought",
  "instructionReply",
  "settledReport",
]);
