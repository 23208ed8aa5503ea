/** What people do to a round's bulletin: draft and edit, ask for replies, reply, answer, approve, sign, send. */
import { contentHash, figuresByKey, filledText } from "../../domain/bulletins/content.js";
import type { RoundAct } from "../../domain/inspections/acts.js";
import { roundStream } from "../../domain/inspections/round-name.js";
import type { Outcome } from "../../domain/ledger/record.js";
import { keepVersion, readRecords } from "../../prisma/bulletins/bulletin-store.js";
import { cutText, MOST_IN_LINE } from "../../domain/language/text.js";
import { registerItems } from "../changes/register-items.js";
import { begunKey, refuseEnded, sendRoundAct } from "../actions/request.js";
import { type ProblemCode, ProblemError } from "../http/problem.js";
import { actorOf, postOf, unitOf } from "../rights/actor.js";
import type { Capacity } from "../rights/caller.js";
import { planRoute } from "../serving/route.js";
import type { PlanCall } from "../serving/route.js";
import { draftAct } from "./drafted.js";
import { viewOf } from "./read-routes.js";
import { draftOf } from "./round-record.js";
import { ROUND_PROBLEMS, roundOf } from "../inspections/act.js";
import {
  answerBody,
  answerParams,
  approveBody,
  type BulletinView,
  bulletinView,
  circulateBody,
  draftBody,
  replyBody,
  roundParams,
  sendBody,
  signBody,
} from "./schemas.js";
import { versionOf } from "./sight.js";

type ActCall = PlanCall<{ readonly round: string }, unknown, { readonly post?: string | undefined }>;

const PROBLEMS: readonly ProblemCode[] = [...ROUND_PROBLEMS, "keyReused", "ownWork"];

const WORDS = {
  notYours: { zh: "此步骤由其他单位办理，您现任岗位不能办理。", en: "This is another unit's to do." },
  illegalStep: { zh: "通报目前不能进行此步骤。", en: "This is not the bulletin's next step." },
  repliesAwaited: {
    zh: "征求意见期限未到，仍有单位未反馈：全部反馈或者期满后方可审定。",
    en: "Replies are still taken, and some units have not replied: approve it once all have, or the days are over.",
  },
  repliesUnanswered: {
    zh: "有不同意见尚未答复：请先在“反馈意见”中逐条答复是否采纳。",
    en: "Replies that do not agree wait for an answer: say of each whether it is adopted.",
  },
  nothingPending: {
    zh: "没有该版本待办的通报，可能已有新稿，请刷新后再办。",
    en: "No bulletin of this version waits for it: there may be a newer draft.",
  },
  ownWork: {
    zh: "您是本稿的拟稿人或最后修改人，不能签发；请由办公室其他人员签发（办公室只有一人的，可在督办规则中设置）。",
    en: "You drafted it or edited it last: somebody else of the office signs it (an office of one person says so in its policy).",
  },
  badDate: { zh: "日期不符合要求。", en: "The day is not acceptable." },
  badValue: { zh: "内容不符合要求。", en: "It is not acceptable." },
} as const;

function refusedAs({ code, reason }: Outcome["refused"][number]): ProblemError {
  const known = Object.hasOwn(WORDS, code) ? (code as keyof typeof WORDS) : "illegalStep";
  const problem = known === "repliesAwaited" || known === "repliesUnanswered" ? "illegalStep" : known;
  return new ProblemError(problem, { zh: WORDS[known].zh, en: `${WORDS[known].en} ${reason}.` });
}

/** The caller's capacity that fits; the first of those asked for where none does, for the rules to refuse. */
function capacityFor({ caller, body }: ActCall, fits: (capacity: Capacity) => boolean): Capacity {
  const own = caller.capacities.filter(
    (one) => body.post === undefined || one.post === body.post || postOf(one) === body.post,
  );
  const capacity = own.find(fits) ?? own[0];
  if (!capacity || caller.person === null) throw new ProblemError("notYours", WORDS.notYours);
  return capacity;
}

const asOffice = ({ roles }: Capacity): boolean => roles.includes("office");

/** Does something to the bulletin of the round; answers how it stands afterwards. */
async function perform(
  call: ActCall,
  name: string,
  act: () => Promise<RoundAct> | RoundAct,
  fits: (capacity: Capacity) => boolean = asOffice,
): Promise<BulletinView> {
  const { plan, params, caller } = call;
  refuseEnded(plan);
  await roundOf(call, params.round);
  const actor = actorOf(capacityFor(call, fits), caller);
  const key = await begunKey(`bulletin/${name}`, call, { params });
  const round = await act();
  const outcome = await sendRoundAct(call, roundStream(params.round), { key, actor, round });
  const [refused] = outcome.refused;
  if (refused) throw refusedAs(refused);
  return viewOf(call, await roundOf(call, params.round));
}

const COMMON = {
  method: "post",
  tag: "inspections",
  response: bulletinView,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: PROBLEMS,
} as const;

export const postBulletinDraft = planRoute({
  ...COMMON,
  path: "/inspections/{round}/bulletin/draft",
  summary: "Draft or edit the bulletin 通报拟稿",
  description:
    "Once the round is closed. Without `from` it is made of the figures of today; with it the version named is edited. Each is a version of its own. A figure stands in a text as `{key}`. What is signed stays: a further draft is a correction, with its reason.",
  params: roundParams,
  body: draftBody,
  bodyLimit: "1mb",
  handler: (call) => perform(call, "draft", () => drafted(call)),
});

async function drafted(
  call: PlanCall<{ readonly round: string }, unknown, ReturnType<typeof draftBody.parse>>,
): Promise<RoundAct> {
  const { plan, services, params, body } = call;
  const { from } = body;
  const read = await roundOf(call, params.round);
  if (read.state.status !== "closed")
    throw new ProblemError("illegalStep", {
      zh: "本轮检查尚未截止，数据未定，不能拟稿。",
      en: "The round is not closed: its figures are not fixed yet.",
    });
  const { roster, plan: text } = plan.bundle;
  const rules = { units: new Set(roster.units.map(({ id }) => id)), tasks: new Set(text.tasks.map(({ no }) => no)) };
  const made = from === undefined ? await draftOf(call, read) : null;
  const base = made?.content ?? (await versionOf(call, params.round, read.state.bulletin, from ?? ""));
  const records = made?.records ?? (await readRecords(services.pool, plan.id, base));
  if (!records) throw new Error(`the records of ${contentHash(base)} are gone: restore them from a back-up`);
  return draftAct(base, body, rules, (content) => keepVersion(services.pool, plan.id, content, records));
}

export const postBulletinCirculated = planRoute({
  ...COMMON,
  path: "/inspections/{round}/bulletin/circulate",
  summary: "Ask units for replies to the draft 征求意见",
  params: roundParams,
  body: circulateBody,
  handler: (call) => {
    const { sha256, units, replyBy } = call.body;
    return perform(call, "circulate", () => ({ kind: "circulateBulletin", sha256, units, replyBy }));
  },
});

export const postBulletinReply = planRoute({
  ...COMMON,
  path: "/inspections/{round}/bulletin/reply",
  summary: "Reply to the draft 反馈意见",
  params: roundParams,
  body: replyBody,
  handler: async (call) => {
    const { agrees, text } = call.body;
    const { bulletin } = (await roundOf(call, call.params.round)).state;
    const asked = bulletin?.circulated?.units ?? [];
    const act = { kind: "replyBulletin", agrees, text } as const;
    return perform(
      call,
      "reply",
      () => act,
      (capacity) => asked.includes(unitOf(capacity)),
    );
  },
});

export const postReplyAnswered = planRoute({
  ...COMMON,
  path: "/inspections/{round}/bulletin/replies/{no}/answer",
  summary: "Adopt a reply or not 意见采纳",
  params: answerParams,
  body: answerBody,
  handler: (call) => {
    const { adopted, reason } = call.body;
    return perform(call, "answer", () => ({ kind: "answerReply", no: call.params.no, adopted, reason }));
  },
});

export const postBulletinApproved = planRoute({
  ...COMMON,
  path: "/inspections/{round}/bulletin/approve",
  summary: "Approve the bulletin 通报审定",
  description: "By its hash: what was drafted since is approved anew. Names the next steps that are to become items.",
  params: roundParams,
  body: approveBody,
  handler: (call) => {
    const { sha256, text } = call.body;
    return perform(call, "approve", async () => {
      const { bulletin } = (await roundOf(call, call.params.round)).state;
      const content = await versionOf(call, call.params.round, bulletin, sha256);
      const steps = content.steps
        .filter(({ item }) => item)
        .map(({ id, unit, task, zh, by }) => ({ id, unit, task, text: zh, by }));
      return { kind: "approveBulletin", sha256, text, steps };
    }).then((view) => withItems(call, view));
  },
});

/** What says when a step is done, and that it was asked for by nobody's milestone. */
const STEP_DONE = "按要求完成并书面反馈";

/**
 * Next steps become items (交办事项) once they are approved: registered as any others are, under a key of this request's own, so that
 * the same request again registers nothing twice. A step whose day has come already is left to the bulletin alone.
 */
async function withItems(
  call: PlanCall<{ readonly round: string }, unknown, ReturnType<typeof approveBody.parse>>,
  view: BulletinView,
): Promise<BulletinView> {
  const { plan, body, params, key } = call;
  const { bulletin } = (await roundOf(call, params.round)).state;
  const content = await versionOf(call, params.round, bulletin, body.sha256);
  const steps = content.steps.filter(({ item, by }) => item && by > plan.today);
  if (steps.length === 0) return view;
  const figures = figuresByKey(content);
  const items = steps.map(({ unit, task, zh, by }) => ({
    task,
    title: cutText(filledText(zh, figures, "zh"), MOST_IN_LINE),
    source: cutText(content.bulletin.title.zh, MOST_IN_LINE),
    primaryUnit: unit,
    supporting: [],
    scope: "county" as const,
    targets: [],
    deadline: by,
    closeCriteria: STEP_DONE,
    evidence: ["书面反馈"],
  }));
  const { sha256: _, text: reason, ...acting } = body;
  await registerItems({ ...call, key: `${key}-steps`, body: { items, reason, ...acting } });
  return viewOf(call, await roundOf(call, params.round));
}

export const postBulletinSigned = planRoute({
  ...COMMON,
  path: "/inspections/{round}/bulletin/sign",
  summary: "Sign the bulletin 通报签发",
  description:
    "By its hash, and by somebody of the office who neither drafted it nor edited it last (403 `ownWork`), as long as the policy does not say that one person signs alone. Bulletin and report get their numbers in the same transaction.",
  params: roundParams,
  body: signBody,
  handler: (call) => {
    const { sha256, no, reportNo } = call.body;
    return perform(call, "sign", () => ({
      kind: "signBulletin",
      sha256,
      ...(no === undefined ? {} : { no }),
      ...(reportNo === undefined ? {} : { reportNo }),
    }));
  },
});

export const postBulletinSent = planRoute({
  ...COMMON,
  path: "/inspections/{round}/bulletin/send",
  summary: "Send the bulletin to its recipients 通报印发",
  params: roundParams,
  body: sendBody,
  handler: (call) => {
    const { sha256, units } = call.body;
    return perform(call, "send", () => ({ kind: "sendBulletin", sha256, units }));
  },
});
