/** Acts on registers: rows staged, sensitive cells encrypted, the act sent, and what a refusal is told as. */
import type { RegisterAct, WantedRow } from "../../domain/registers/acts.js";
import { registerStream } from "../../domain/registers/register-name.js";
import type { Outcome } from "../../domain/ledger/record.js";
import { stageRows } from "../../prisma/registers/staging.js";
import type { RegisterKeys, SealedCell } from "../../prisma/registers/secrets.js";
import { refuseEnded, sendRegisterAct } from "../actions/request.js";
import { ProblemError, type ProblemCode } from "../http/problem.js";
import { keyOf } from "../inspections/act.js";
import { actorOf } from "../rights/actor.js";
import type { Capacity } from "../rights/caller.js";
import type { PlanCall } from "../serving/route.js";

export type RegisterCall = Pick<PlanCall<unknown, unknown, unknown>, "plan" | "caller" | "services" | "key">;

export const REGISTER_PROBLEMS = [
  "unknownRegister",
  "notYours",
  "illegalStep",
  "nothingPending",
  "badValue",
  "rowChanged",
  "registerKeyMissing",
  "planEnded",
  "notDelivered",
  "temporalAway",
] as const satisfies readonly ProblemCode[];

export const keyMissing = (): ProblemError =>
  new ProblemError("registerKeyMissing", {
    zh: "本系统未配置台账密钥（DUBAN_REGISTER_KEY），含敏感信息的栏目不能填写和查阅，请联系系统管理员。",
    en: "DUBAN_REGISTER_KEY is not set: sensitive cells can be neither written nor read here.",
  });

const WORDS: Readonly<Record<string, { readonly code: ProblemCode; readonly zh: string; readonly en: string }>> = {
  notYours: {
    code: "notYours",
    zh: "这些行不由您的单位填报；办公室代为修改须写明理由。",
    en: "These rows are not your unit's to keep; the office says why it changes them.",
  },
  conflict: {
    code: "rowChanged",
    zh: "有的行已被他人修改，或已有相同的行，请刷新后核对再改。",
    en: "A row was changed by somebody else, or one like it is there: look again, then change it.",
  },
  nothingPending: {
    code: "nothingPending",
    zh: "与台账现有内容相同，没有需要登记的变化。",
    en: "Nothing differs from what the register holds.",
  },
  illegalStep: {
    code: "illegalStep",
    zh: "目前不能进行此步骤：口径已按此核定，或台账尚无数据。",
    en: "Not now: it is fixed so already, or the register holds nothing yet.",
  },
  badValue: { code: "badValue", zh: "内容不符合本表的格式和校验要求。", en: "It does not fit the register." },
};

export function refusedAs({ code, reason }: Outcome["refused"][number]): ProblemError {
  const words = WORDS[code] ?? { code: "badValue" as const, zh: "内容不符合要求。", en: "It is not acceptable." };
  return new ProblemError(words.code, { zh: words.zh, en: `${words.en} ${reason}` });
}

/** Sends an act in a capacity under a key made of what it says; throws the problem of a refusal. */
export async function done(
  call: RegisterCall,
  register: string,
  act: RegisterAct,
  capacity: Capacity,
): Promise<Outcome> {
  const { plan, caller } = call;
  refuseEnded(plan);
  const key = `g-${keyOf(plan.id, register, caller.accountId, call.key, act).slice(2)}`;
  const command = { key, actor: actorOf(capacity, caller), register: act };
  const outcome = await sendRegisterAct(call, registerStream(register), command);
  const [refused] = outcome.refused;
  if (refused) throw refusedAs(refused);
  return outcome;
}

/** Rows whose sensitive cells are still in clear. */
export interface ClearRow {
  readonly row: string;
  readonly was: number;
  readonly cells: Readonly<Record<string, string | null>> | null;
}

/** Puts references in the place of sensitive cells; one that is as it was keeps its own. Throws `registerKeyMissing`. */
export function sealed(
  rows: readonly ClearRow[],
  sensitive: readonly string[],
  of: { readonly planId: string; readonly register: string },
  keys: RegisterKeys | null,
): { readonly rows: readonly WantedRow[]; readonly secrets: readonly SealedCell[] } {
  const secrets: SealedCell[] = [];
  const wanted = rows.map((one): WantedRow => {
    if (one.cells === null || sensitive.every((id) => typeof one.cells?.[id] !== "string")) return one;
    if (!keys) throw keyMissing();
    const cells = { ...one.cells };
    for (const column of sensitive) {
      const value = cells[column];
      if (typeof value !== "string") continue;
      const cell = keys.seal({ ...of, row: one.row, column }, value);
      secrets.push(cell);
      cells[column] = cell.ref;
    }
    return { ...one, cells };
  });
  return { rows: wanted, secrets };
}

/** Stages rows and has them recorded. */
export async function record(
  call: RegisterCall,
  register: string,
  rows: readonly WantedRow[],
  secrets: readonly SealedCell[],
  how: { readonly from: "grid" | "workbook"; readonly file?: string; readonly reason?: string | undefined },
  capacity: Capacity,
): Promise<{ readonly seq: number; readonly changed: number }> {
  const of = { planId: call.plan.id, register };
  const batch = await stageRows(call.services.pool, of, rows, secrets);
  return recordStaged(call, register, { batch, rows: rows.length }, how, capacity);
}

/** Has rows recorded that were staged before. */
export async function recordStaged(
  call: RegisterCall,
  register: string,
  staged: { readonly batch: string; readonly rows: number },
  {
    from,
    file,
    reason,
  }: { readonly from: "grid" | "workbook"; readonly file?: string; readonly reason?: string | undefined },
  capacity: Capacity,
): Promise<{ readonly seq: number; readonly changed: number }> {
  const said = { ...(file === undefined ? {} : { file }), ...(reason === undefined ? {} : { reason }) };
  await done(call, register, { kind: "changeRows", ...staged, from, ...said }, capacity);
  const head = await call.services.plans.view(call.plan.id);
  const seq = head.head.streams.find(({ stream }) => stream === registerStream(register))?.seq ?? 0;
  return { seq, changed: staged.rows };
}
