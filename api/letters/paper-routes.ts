/** 打印与送达: print packages with their delivery register, and what was handed over, entered back. */
import type { LetterState } from "../../domain/letters/letter.js";
import { dateAt } from "../../domain/plan/plan-date.js";
import { printPage } from "../../mail/print.js";
import { renderLetter } from "../../mail/render.js";
import { readLetters } from "../../prisma/letters/letter-models.js";
import {
  addPrintJob,
  findPrintJob,
  handOver,
  type HandDelivery,
  listPrintJobs,
  NEVER_OUT,
  type PrintJob,
} from "../../prisma/letters/paper.js";
import { findLetter, statesOf } from "../../prisma/letters/read-letters.js";
import { instantText } from "../http/instants.js";
import { ProblemError } from "../http/problem.js";
import { type PlanCall, planRoute } from "../serving/route.js";
import type { PlanView } from "../views/plan-view.js";
import {
  handOverAnswer,
  handOverBody,
  jobParams,
  printBody,
  printJob,
  type PrintJobView,
  printJobs,
  printPackage,
} from "./paper-schemas.js";
import { officialDocument } from "./official.js";
import { recipientOf } from "./recipient.js";
import { letterQuery } from "./schemas.js";

/** As many jobs as are listed. */
const LISTED = 50;

const jobView = ({ id, letters, person, printedAt }: PrintJob, { names }: PlanView): PrintJobView => ({
  id,
  letters: letters.length,
  by: person === null ? null : names.person(person),
  at: printedAt.toISOString(),
});

export const getPrintJobs = planRoute({
  method: "get",
  path: "/print-jobs",
  tag: "letters",
  summary: "What was printed, the newest first 打印记录",
  response: printJobs,
  changesWith: "answer",
  async handler({ plan, services: { pool } }) {
    const jobs = await listPrintJobs(pool, plan.id, LISTED);
    return { jobs: jobs.map((job) => jobView(job, plan)) };
  },
});

export const postPrintJob = planRoute({
  method: "post",
  path: "/print-jobs",
  tag: "letters",
  summary: "Print letters 打印文书",
  description:
    "Makes one print job of letters, with their delivery register. Who printed them and when is kept, and stands on each sheet. Drafts are not printed: they have no number yet.",
  body: printBody,
  response: printJob,
  problems: ["unknownLetter", "illegalStep", "foreignOrigin"],
  changesWith: "answer",
  async handler({ plan, body, caller, services, exchange }) {
    const letters = [...new Set(body.letters)];
    const states = await statesOf(services.pool, plan.id, letters);
    for (const id of letters) mustBeOut(id, states.get(id));
    const { accountId, person } = caller;
    const job = await addPrintJob(services.pool, plan.id, { letters, accountId, person });
    await services.accounts.note({
      kind: "lettersPrinted",
      accountId,
      planId: plan.id,
      subject: job.id,
      address: exchange.address,
      detail: { letters: letters.length },
    });
    return jobView(job, plan);
  },
});

/** Throws where a letter is not there, or was never given out. */
function mustBeOut(id: string, state: LetterState | undefined): void {
  if (state === undefined)
    throw new ProblemError("unknownLetter", {
      zh: `方案中没有编号为“${id}”的文书。`,
      en: `There is no letter ${id} in this plan.`,
    });
  if (NEVER_OUT.includes(state))
    throw new ProblemError("illegalStep", {
      zh: "待签发和已失效的文书不能打印送达，请先签发。",
      en: "A draft, or a letter that was withdrawn, is not printed for delivery: have it signed first.",
    });
}

export const getPrintJob = planRoute({
  method: "get",
  path: "/print-jobs/{jobId}",
  tag: "letters",
  summary: "A print job as it is printed 打印件",
  params: jobParams,
  query: letterQuery,
  response: printPackage,
  problems: ["unknownPrintJob"],
  changesWith: "answer",
  async handler(call) {
    const { plan, params, query, services } = call;
    const { jobId } = params;
    const { lang } = query;
    const { pool } = services;
    const job = await findPrintJob(pool, plan.id, jobId);
    if (job === null)
      throw new ProblemError("unknownPrintJob", {
        zh: `没有编号为“${jobId}”的打印记录。`,
        en: `There is no print job ${jobId}.`,
      });
    const { letters } = await readLetters(pool, plan.id, job.letters, plan.bundle);
    const { names, ruleSet, today } = plan;
    const view = jobView(job, plan);
    const html = printPage(
      {
        office: names.unit(ruleSet.bodies.office, today).name,
        printedBy: view.by?.name ?? "—",
        printedAt: instantText(job.printedAt.getTime(), ruleSet.offsetMinutes).slice(0, 16),
        job: job.id.slice(0, 8),
        letters: await Promise.all(
          letters.map(async ({ says }) => ({
            recipient: recipientOf(says),
            documentNo: says.documentNo ?? null,
            title: renderLetter(says, lang).subject,
            document: await officialDocument(call, says),
          })),
        ),
      },
      lang,
    );
    return { ...view, html };
  },
});

export const postHandedOver = planRoute({
  method: "post",
  path: "/letters/handed-over",
  tag: "letters",
  summary: "Enter what was handed over 登记送达",
  description:
    "As the delivery register was signed: one letter, or many at once. A letter that waits to be handed over, failed or came back counts as sent from then on. 207 where not all was accepted.",
  body: handOverBody,
  response: handOverAnswer,
  partly: ({ accepted, refused }) => accepted > 0 && refused > 0,
  problems: ["allRefused", "foreignOrigin"],
  changesWith: "answer",
  async handler(call) {
    const letters: { readonly letter: string; readonly outcome: Outcome }[] = [];
    for (const delivery of call.body.deliveries)
      letters.push({ letter: delivery.letter, outcome: await enter(call, delivery) });
    const accepted = letters.filter(({ outcome }) => outcome === "handedOver").length;
    if (accepted === 0)
      throw new ProblemError(
        "allRefused",
        { zh: "各件均未登记，原因见letters。", en: "None was entered; letters has the reasons." },
        { letters },
      );
    return { accepted, refused: letters.length - accepted, letters };
  },
});

type Outcome = Awaited<ReturnType<typeof handOver>> | "badDate";

async function enter(
  {
    plan,
    services,
    caller,
    exchange,
  }: Pick<PlanCall<never, never, never>, "plan" | "services" | "caller" | "exchange">,
  delivery: HandDelivery,
): Promise<Outcome> {
  const { letter, receivedOn, receivedBy, deliveredBy } = delivery;
  const found = await findLetter(services.pool, plan.id, letter);
  const latest = [plan.today, dateAt(Date.now(), plan.ruleSet.offsetMinutes)].sort().at(-1) ?? plan.today;
  if (found && (receivedOn < found.planDay || receivedOn > latest)) return "badDate";
  const outcome = await handOver(services.pool, plan.id, delivery, caller.accountId);
  if (outcome === "handedOver")
    await services.accounts.note({
      kind: "letterHandedOver",
      accountId: caller.accountId,
      planId: plan.id,
      subject: letter,
      address: exchange.address,
      detail: { receivedOn, receivedBy, deliveredBy },
    });
  return outcome;
}
