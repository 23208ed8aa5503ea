/** Everything that happens to a round at its stream's head: what is due, then what people ask. */
import { type DecidedInTurn, decideInTurn } from "../ledger/in-turn.js";
import type { RuleSet } from "../plan/rule-set.js";
import {
  type DecidingFacts,
  refuseRound,
  type RoundAct,
  type RoundActKind,
  type RoundActOf,
  type RoundCommand,
  type RoundDecision,
  type RoundStep,
} from "./acts.js";
import { dueStep } from "./chase.js";
import * as after from "./decide-after.js";
import * as bulletin from "./decide-bulletin.js";
import * as filing from "./decide-filing.js";
import * as scheme from "./decide-scheme.js";
import type { At } from "./decide-scheme.js";
import { applyRoundRows, repetitionOf, runOf } from "./round-state.js";
import type { RoundState } from "./round-types.js";

const HANDLERS: { readonly [K in RoundActKind]: (state: RoundState, act: RoundActOf<K>, at: At) => RoundDecision } = {
  editScheme: scheme.editScheme,
  approveScheme: scheme.approveScheme,
  moveRound: scheme.moveRound,
  skipRound: scheme.skipRound,
  adoptChecklist: scheme.adoptChecklist,
  setGroups: scheme.setGroups,
  handOver: scheme.handOver,
  takeAlong: filing.takeAlong,
  fileLines: filing.fileLines,
  decideLine: filing.decideLine,
  submitCheck: filing.submitCheck,
  serveConclusion: after.serveConclusion,
  remarkConclusion: after.remarkConclusion,
  fileObjection: after.fileObjection,
  decideObjection: after.decideObjection,
  decideSystemic: after.decideSystemic,
  draftBulletin: bulletin.draftBulletin,
  circulateBulletin: bulletin.circulateBulletin,
  replyBulletin: bulletin.replyBulletin,
  answerReply: bulletin.answerReply,
  approveBulletin: bulletin.approveBulletin,
  signBulletin: bulletin.signBulletin,
  sendBulletin: bulletin.sendBulletin,
};

export const isRoundAct = (kind: unknown): kind is RoundActKind =>
  typeof kind === "string" && Object.hasOwn(HANDLERS, kind);

function handle<K extends RoundActKind>(
  state: RoundState,
  act: RoundActOf<K> & { readonly kind: K },
  at: At,
): RoundDecision {
  return HANDLERS[act.kind](state, act, at);
}

/** What an act on a round comes to. Whoever sends it may be of a newer release: an act that is not known here is refused. */
export function decideRoundAct(state: RoundState, act: RoundAct, at: At): RoundDecision {
  if (!isRoundAct(act.kind)) return refuseRound("badValue", `there is no act ${String(act.kind)} on a round`);
  return handle(state, act, at);
}

/** The cause of what falls due by itself names the climb, so that no two are alike. */
function dueCause(state: RoundState, step: RoundStep): string {
  if (step.type !== "inspectionChased" && step.type !== "inspectionChaseSkipped")
    return `due/${step.type}/${state.seq}`;
  const { rung } = step.payload;
  const key = runOf(step.payload);
  const run = state.runs[key];
  return `chase/${key}/v${run?.version ?? 0}/${rung}/r${repetitionOf(run, rung)}`;
}

/** What an act took effect on, as its answer says it: the visit, else the round. */
const itemOf = (state: RoundState, act: RoundAct): string =>
  "visit" in act && typeof act.visit === "string" ? act.visit : state.round;

/** Decides what is due (unless `due` is false) and the commands, in this order, each at what the one before left. */
export const decideRound = (
  before: RoundState,
  commands: readonly RoundCommand[],
  now: number,
  facts: DecidingFacts,
  ruleSet: RuleSet,
  due = true,
): DecidedInTurn<RoundState> =>
  decideInTurn(before, commands, now, {
    apply: (state, row) => applyRoundRows(state, [row], ruleSet),
    due(state) {
      const step = due ? dueStep(state, now, ruleSet) : null;
      return step && { step, cause: dueCause(state, step) };
    },
    decide: (state, { actor, round }) => decideRoundAct(state, round, { now, ruleSet, facts, actor }),
    itemOf: (state, { round }) => itemOf(state, round),
  });
