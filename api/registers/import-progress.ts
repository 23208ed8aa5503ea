/** How far a workbook is read, told to whoever brought it; and their calling it off. */
import { setImmediate as otherTurns } from "node:timers/promises";
import type { ImportPhase } from "../../domain/registers/import.js";
import { unstage } from "../../prisma/registers/staging.js";
import { cancelImport, noteImport, readImport } from "../../prisma/sql/registers/statements.js";
import { ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import type { RegisterCall } from "./act.js";
import { cancelBody, importParams, importProgress } from "./import-schemas.js";
import { notKept } from "./row-routes.js";
import { keepingCapacity, theRegister } from "./sight.js";

/** Rows after which other requests have their turn, and milliseconds after which it is noted how far it is. */
const TURN = 200;
const NOTED_EVERY = 200;

export interface Progress {
  /** Rows done in a phase, of so many. Throws `importCancelled` once it was called off. */
  at(phase: ImportPhase, done: number, whole: number | null): Promise<void>;
  /** All is done; `batch` is what was staged. Where it was called off meanwhile, that is taken back, and it throws `importCancelled`. */
  ended(batch: string | null): Promise<void>;
}

const cancelled = (): ProblemError =>
  new ProblemError("importCancelled", {
    zh: "导入已按您的要求取消，台账没有任何变化。",
    en: "It was cancelled as you asked: nothing of the register has changed.",
  });

/** Without a `name` nobody asks how far it is, and nothing is noted. */
export function progressOf(call: RegisterCall, register: string, name: string | undefined): Progress {
  const { pool } = call.services;
  const of = { planId: call.plan.id, register };
  let last = 0;
  let phaseNow: ImportPhase = "waiting";
  const note = async (phase: ImportPhase, done: number, whole: number | null, batch: string | null) => {
    if (name === undefined) return;
    const { accountId } = call.caller;
    const { cancelled: isOff } = await noteImport.one(pool, { ...of, accountId, name, phase, done, whole, batch });
    if (!isOff) return;
    if (batch !== null) await unstage(pool, of, batch);
    throw cancelled();
  };
  return {
    async at(phase, done, whole) {
      const begins = phase !== phaseNow;
      phaseNow = phase;
      if (!begins && done % TURN !== 0) return;
      await otherTurns();
      const now = performance.now();
      if (!begins && now - last < NOTED_EVERY) return;
      last = now;
      await note(phase, done, whole, null);
    },
    ended: (batch) => note("ended", 0, null, batch),
  };
}

export const getImport = planRoute({
  method: "get",
  path: "/registers/{register}/imports/{import}",
  tag: "registers",
  summary: "How far the look at a workbook is 导入进度",
  description:
    "While the request that brings it is under way: by the name that its form gave. Only its own account is told.",
  params: importParams,
  response: importProgress,
  changesWith: "answer",
  personal: true,
  problems: ["unknownRegister"],
  async handler({ plan, caller, services, params }) {
    const register = theRegister(plan, params.register);
    const of = { planId: plan.id, register: register.id, accountId: caller.accountId, name: params.import };
    const found = await readImport.maybe(services.pool, of);
    return found
      ? { phase: found.phase, done: found.done, whole: found.whole, cancelled: found.cancelled }
      : { phase: "waiting" as const, done: 0, whole: null, cancelled: false };
  },
});

export const postImportCancelled = planRoute({
  method: "post",
  path: "/registers/{register}/imports/{import}/cancel",
  tag: "registers",
  summary: "Call off the look at a workbook 取消导入",
  description:
    "The request that brings it ends with `importCancelled`, and rows that were staged are dropped; nothing was recorded yet. What was confirmed before stays.",
  params: importParams,
  body: cancelBody,
  response: importProgress,
  changesWith: "answer",
  personal: true,
  idempotent: true,
  problems: ["unknownRegister", "notYours"],
  async handler({ plan, caller, services, params }) {
    const register = theRegister(plan, params.register);
    if (!keepingCapacity(register, caller, plan)) throw notKept();
    const of = { planId: plan.id, register: register.id };
    const found = await cancelImport.one(services.pool, { ...of, accountId: caller.accountId, name: params.import });
    if (found.batch !== null) await unstage(services.pool, of, found.batch);
    return { phase: found.phase, done: found.done, whole: found.whole, cancelled: found.cancelled };
  },
});
