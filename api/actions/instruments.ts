/** Signs or holds drafts as letters: each with all the steps of items that it covers, several under one number where they are merged. */
import { createHash } from "node:crypto";
import { draftsOf, type OpenDraft } from "../../prisma/letters/drafts.js";
import { numberOf } from "../../prisma/numbers/register.js";
import { groupBy } from "../../domain/plan/group-by.js";
import { ProblemError } from "../http/problem.js";
import type { PlanCall } from "../serving/route.js";
import type { ActionAnswer, LettersAnswer } from "./schemas.js";
import { type ActionBody, perform } from "./perform.js";
import type { ActingBody } from "./request.js";

export interface LettersBody extends ActingBody {
  readonly letters: readonly string[];
  /** Signing: all of them under one number, as one document; each under its own unless told. */
  readonly merge?: boolean | undefined;
  /** Holding: why. */
  readonly reason?: string | undefined;
}

/** What is done to drafts. */
type DraftAct = "signInstrument" | "holdInstrument";

type LettersCall = PlanCall<unknown, unknown, LettersBody>;
type LetterOutcome = LettersAnswer["letters"][number];

function bodyOf(
  kind: DraftAct,
  rung: string,
  items: readonly string[],
  document: string,
  body: LettersBody,
): ActionBody {
  const { reason, post } = body;
  const said = kind === "signInstrument" ? { document } : { reason };
  return { items, rung, ...said, ...(post === undefined ? {} : { post }) };
}

/** What one request signs of one draft is one document, and so is all that it merges. */
function documentOf({ caller, key, body }: LettersCall, letter: string): string {
  const name = [caller.accountId, key, body.merge ? "" : letter].join("\0");
  return `d-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
}

/** 一文一号: what is written to different units, or by different instruments, has different texts. */
function refuseUnlike(drafts: readonly OpenDraft[]): void {
  const kinds = new Set(drafts.map(({ instrument, post }) => `${instrument} ${post}`));
  if (kinds.size <= 1) return;
  throw new ProblemError("badValue", {
    zh: "只有主送单位和文种都相同的文书可以合并签发：一个文号只有一份正文。",
    en: "Only drafts of one kind to one recipient can be merged: one number has one text.",
  });
}

/** The answer of one step, also where all of its items were refused. */
async function answered(
  kind: DraftAct,
  call: PlanCall<unknown, unknown, ActionBody>,
): Promise<ActionAnswer["outcomes"]> {
  try {
    return (await perform(kind, call)).outcomes;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { outcomes, reason } = error.members as {
      outcomes?: ActionAnswer["outcomes"];
      reason?: { zh: string; en: string };
    };
    if (outcomes) return outcomes;
    const [item] = call.body.items;
    if (reason === undefined || item === undefined) throw error;
    const refusal = { code: error.code, reason } as NonNullable<ActionAnswer["outcomes"][number]["refusal"]>;
    return [{ item, outcome: "refused", rows: [], refusal }];
  }
}

/** Does one thing with each of the drafts, one after the other: numbers follow the order in which they were asked for. */
export async function decideLetters(kind: DraftAct, call: LettersCall): Promise<LettersAnswer> {
  const { plan, services, body } = call;
  // Also those that are no drafts any more: signed by this very request, perhaps, when it first came.
  const drafts = new Map((await draftsOf(services.pool, plan.id, body.letters)).map((draft) => [draft.letter, draft]));
  if (body.merge) refuseUnlike([...drafts.values()]);
  const outcomes: LetterOutcome[] = [];
  for (const letter of body.letters) {
    const draft = drafts.get(letter);
    outcomes.push(
      draft
        ? await decideLetter(kind, call, draft)
        : { letter, documentNo: null, accepted: 0, refused: 0, outcomes: [] },
    );
  }
  const accepted = outcomes.filter((one) => one.accepted > 0).length;
  if (accepted === 0) throw noneAccepted(outcomes, drafts);
  return { action: kind, accepted, refused: outcomes.length - accepted, letters: outcomes };
}

async function decideLetter(kind: DraftAct, call: LettersCall, { letter, steps }: OpenDraft): Promise<LetterOutcome> {
  const { plan, services, body, key } = call;
  const document = documentOf(call, letter);
  const byRung = [...groupBy(steps, ({ rung }) => rung)];
  const answers = await Promise.all(
    byRung.map(([rung, of]) => {
      const items = [...new Set(of.map(({ item }) => item))];
      // Each letter's step is a request of its own under the one key.
      const step = { ...call, key: `${key} ${letter} ${rung}`, body: bodyOf(kind, rung, items, document, body) };
      return answered(kind, step);
    }),
  );
  const outcomes = answers.flat();
  const accepted = outcomes.filter(({ outcome }) => outcome === "accepted").length;
  const documentNo = accepted > 0 ? await numberOf(services.pool, plan.id, document) : null;
  return { letter, documentNo, accepted, refused: outcomes.length - accepted, outcomes };
}

function noneAccepted(letters: readonly LetterOutcome[], drafts: ReadonlyMap<string, OpenDraft>): ProblemError {
  const [only] = letters;
  if (only && !drafts.has(only.letter) && letters.length === 1)
    return new ProblemError("unknownLetter", {
      zh: `没有编号为“${only.letter}”的待签发文书。`,
      en: `There is no draft ${only.letter}.`,
    });
  return new ProblemError(
    "allRefused",
    { zh: "各文书均未受理，原因见letters。", en: "None of the letters was accepted; letters has the reasons." },
    { letters },
  );
}
