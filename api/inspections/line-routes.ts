/** Lines of a visit, filed one by one or several at once (docs/inspections.md). */
import { contentOf } from "../../domain/inspections/decide-filing.js";
import { groupOf } from "../../domain/inspections/round-state.js";
import type { RoundState, VisitState } from "../../domain/inspections/round-types.js";
import type { FiledLine, Inspector } from "../../domain/ledger/inspection-events.js";
import { valueOn } from "../../domain/plan/dated.js";
import { ProblemError } from "../http/problem.js";
import { planRoute } from "../serving/route.js";
import { asInspector, asUnit, capacityFor, keyOf, refusedAs, type RoundCall, roundOf, send, visitOf } from "./act.js";
import * as filing from "./filing-schemas.js";
import { deviceRoute, SENT } from "./visit-routes.js";

/** The server's clock, against which the device's is held: never the plan's. */
const clockOf = (deviceNow: number) => {
  const receivedAt = Date.now();
  return { deviceAt: deviceNow, receivedAt, offset: deviceNow - receivedAt };
};

interface Filing {
  readonly answers: readonly FiledLine[];
  readonly deviceNow: number;
  /** Person whose lines the office brings in; absent: the caller's own. */
  readonly enteredFor?: string | undefined;
}

/** In which post somebody wrote what the office brings in: as of the visit's group, else in the first that they hold. Throws `badValue`. */
export function authorOf(state: RoundState, visit: string, person: string, { plan }: RoundCall): Inspector {
  const member = groupOf(state, visit)?.members.find((one) => one.person === person);
  if (member) return member;
  const { posts } = plan.bundle.roster;
  const post = posts.find(({ holders, unit }) => unit !== undefined && valueOn(holders, plan.today) === person);
  if (post?.unit !== undefined) return { person, post: post.id, unit: post.unit };
  throw new ProblemError("badValue", {
    zh: `“${person}”不在本方案的名册，或现无任职。`,
    en: `${person} is nobody of the plan's roster, or holds no post today.`,
  });
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

/** Files lines of the caller; one that is refused takes none of the others with it. What the office brings in stands or falls together. */
async function fileAll(call: RoundCall, round: string, id: string, filing: Filing): Promise<Part[]> {
  const { answers, deviceNow, enteredFor } = filing;
  const { state } = await roundOf(call, round);
  visitOf(state, id);
  const entered = enteredFor === undefined ? {} : { enteredFor: authorOf(state, id, enteredFor, call) };
  const fits =
    enteredFor === undefined ? asInspector(state, id, call.caller) : asUnit(call.plan.bundle.roster.bodies.office);
  const capacity = capacityFor(call.caller, fits);
  const author = enteredFor ?? call.caller.person;
  const clock = clockOf(deviceNow);
  const name = (lines: readonly FiledLine[]): string =>
    keyOf(
      "file",
      call.plan.id,
      round,
      id,
      call.caller.person,
      ...(enteredFor === undefined ? [] : [enteredFor]),
      lines.map(contentOf),
    );
  const fileOf = (lines: readonly FiledLine[]) =>
    send(call, round, { kind: "fileLines", visit: id, answers: lines, clock, ...entered }, capacity, name(lines));
  const whole = await fileOf(answers);
  const [refused] = whole.outcome.refused;
  if (!refused) return answers.map((answer) => filedAs(visitOf(whole.after.state, id), answer, author));
  // What the office brings in is brought in whole, or not at all.
  if (answers.length === 1 || enteredFor !== undefined)
    return answers.map(() => ({ ok: false, problem: refusedAs(refused) }));
  const parts: Part[] = [];
  for (const answer of answers) {
    const { outcome, after } = await fileOf([answer]);
    const [why] = outcome.refused;
    parts.push(why ? { ok: false, problem: refusedAs(why) } : filedAs(visitOf(after.state, id), answer, author));
  }
  return parts;
}

/** A line that was filed: in its row, or beside another content that had taken its key. */
function filedAs({ filed }: VisitState, answer: FiledLine, person: string | null): Part {
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
  ...deviceRoute,
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
  ...deviceRoute,
  method: "post",
  path: "/inspections/{round}/visits/{visit}/parts",
  summary: "File up to 50 lines 批量报送",
  description:
    "One's own; the office names in `enteredFor` whose rescue file or paper form it brings in: all of it, or with one line refused nothing. What the device sends too is the same rows.",
  body: filing.partsBody,
  response: filing.filedParts,
  counts: "act",
  problems: [...SENT, "badValue"],
  async handler(call) {
    const { round, visit } = call.params;
    const answers = call.body.answers as readonly FiledLine[];
    const { deviceNow, enteredFor } = call.body;
    const parts = await fileAll(call, round, visit, { answers, deviceNow, enteredFor });
    return {
      parts: parts.map((part, at) => {
        const { line = "", revision = 0 } = answers[at] ?? {};
        return part.ok
          ? { ok: true as const, ...part.row }
          : {
              ok: false as const,
              line,
              revision,
              status: part.problem.status,
              code: part.problem.code,
              detail: part.problem.detail[call.lang],
            };
      }),
    };
  },
});
