/** Signs or holds drafts as letters: each with all the steps of items that it covers, several under one number where they are merged. */
import { draftsOf, type OpenDraft } from "../../prisma/letters/drafts.js";
import { groupBy } from "../http/group.js";
import { ProblemError } from "../http/problem.js";
import type { PlanCall } from "../serving/route.js";
import type { ActionAnswer, LettersAnswer } from "./schemas.js";
import { type ActionBody, perform } from "./perform.js";
import type { ActingBody } from "./request.js";

export interface LettersBody extends ActingBody {
  readonly letters: readonly string[];
  /** Signing: one number for all of them, which merges them; each its own unless told. */
  readonly documentNo?: string | undefined;
  /** Holding: why. */
  readonly reason?: string | undefined;
}

/** What is done to drafts. */
type DraftAct = "signInstrument" | "holdInstrument";

type LettersCall = PlanCall<unknown, unknown, LettersBody>;
type LetterOutcome = LettersAnswer["letters"][number];

function bodyOf(
  draft: OpenDraft,
  rung: string,
  items: readonly string[],
  { documentNo, reason, post }: LettersBody,
): ActionBody {
  const said = reason === undefined ? { documentNo: documentNo ?? draft.documentNo } : { reason };
  return { items, rung, ...said, ...(post === undefined ? {} : { post }) };
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

/** Does one thing with each of the drafts; every letter has its own outcome. */
export async function decideLetters(kind: DraftAct, call: LettersCall): Promise<LettersAnswer> {
  const { plan, services, body, key } = call;
  // Also those that are no drafts any more: signed by this very request, perhaps, when it first came.
  const drafts = new Map((await draftsOf(services.pool, plan.id, body.letters)).map((draft) => [draft.letter, draft]));
  const outcomes = await Promise.all(
    body.letters.map(async (letter): Promise<LetterOutcome> => {
      const draft = drafts.get(letter);
      if (!draft) return { letter, documentNo: null, accepted: 0, refused: 0, outcomes: [] };
      const groups = [...groupBy(draft.steps, ({ rung }) => rung)];
      const steps = await Promise.all(
        groups.map(([rung, of]) => {
          const items = [...new Set(of.map(({ item }) => item))];
          // Each letter's step is a request of its own under the one key.
          const step = { ...call, key: `${key} ${letter} ${rung}`, body: bodyOf(draft, rung, items, body) };
          return answered(kind, step);
        }),
      );
      const all = steps.flat();
      const accepted = all.filter(({ outcome }) => outcome === "accepted").length;
      const documentNo = kind === "signInstrument" ? (body.documentNo ?? draft.documentNo) : draft.documentNo;
      return { letter, documentNo, accepted, refused: all.length - accepted, outcomes: all };
    }),
  );
  const accepted = outcomes.filter((one) => one.accepted > 0).length;
  if (accepted === 0) throw noneAccepted(outcomes);
  return { action: kind, accepted, refused: outcomes.length - accepted, letters: outcomes };
}

function noneAccepted(letters: readonly LetterOutcome[]): ProblemError {
  const [only] = letters;
  if (only?.documentNo === null && letters.length === 1)
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
