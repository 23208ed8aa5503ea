/** What a request wants of the running plan: its documents and edits, checked as a plan's folder is. Throws `badDocument`. */
import type { PlanDate } from "../../domain/plan/plan.js";
import type { PlanBundle } from "../../domain/plan/bundle.js";
import { BoundedChecker, TooMuchWork } from "../../loader/bounded-check.js";
import type { DocumentKind, DocumentProblem, DocumentsResult, GivenDocument } from "../../loader/documents.js";
import { stampIn } from "../../loader/stamp.js";
import type { BasedOn } from "../../plan-change/basis.js";
import type { Wanted } from "../../plan-change/change.js";
import { applyEdits, type Edit } from "../../plan-change/edits.js";
import { ProblemError } from "../http/problem.js";
import type { ChangeBody } from "./schemas.js";
import type { Words } from "../http/schema-parts.js";

/** What is wrong with what was given, at its place. */
export interface LocatedProblem {
  /** Null: an edit. */
  readonly document: string | null;
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: Words;
}

const NAMES: Readonly<Record<string, string>> = {
  plan: "方案文本",
  roster: "名册",
  policy: "督办规则",
  calendar: "工作日历",
};

export function located({ document, path, line, column, message }: DocumentProblem): LocatedProblem {
  const place = `${NAMES[document] ?? document}${line === null ? "" : `第${line}行`}${path === "" ? "" : `“${path}”`}`;
  return { document, path, line, column, message: { zh: `${place}有误：${message}`, en: message } };
}

export function badDocument(problems: readonly LocatedProblem[]): ProblemError {
  const [first] = problems;
  const more = problems.length - 1;
  return new ProblemError(
    "badDocument",
    {
      zh: `${first?.message.zh ?? ""}${more > 0 ? `；另有${more}处，见problems` : ""}。`,
      en: `${first?.message.en ?? ""}${more > 0 ? `; and ${more} more, see problems` : ""}.`,
    },
    { problems },
  );
}

/**
 * What edits brought about that was not wrong before: a running plan's documents may be older than a rule of today, and an
 * edit has not to answer for that.
 */
export async function newProblems(before: PlanBundle, after: PlanBundle): Promise<DocumentProblem[]> {
  const now = await checked(after, {});
  if (now.ok) return [];
  const was = await checked(before, {});
  const known = new Set(was.ok ? [] : was.problems.map(({ document, message }) => `${document} ${message}`));
  return now.problems.filter(({ document, message }) => !known.has(`${document} ${message}`));
}

/** One thread for the process: documents are checked one after another, and other requests don't wait for it. */
const checker = new BoundedChecker();

async function checked(running: PlanBundle, given: ChangeBody["documents"]): Promise<DocumentsResult> {
  try {
    return await checker.check(running, given);
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    throw badDocument([
      {
        document: null,
        path: "",
        line: null,
        column: null,
        message: {
          zh: "文件过于复杂，未能在限定时间内核对，请删减后重试",
          en: `${error.message}: make the documents smaller, or try again later`,
        },
      },
    ]);
  }
}

/** What each document that is given whole was made from: what the request says, else what its text says of itself. */
function basisOf({ documents, basedOn }: ChangeBody): BasedOn {
  const given = Object.entries(documents) as [DocumentKind, GivenDocument | undefined][];
  return Object.fromEntries(
    given.flatMap(([kind, document]) =>
      document === undefined
        ? []
        : [[kind, basedOn[kind] ?? (typeof document === "string" ? stampIn(kind, document) : null)]],
    ),
  );
}

/** `running`: the documents as they run now. */
export async function wantedOf(body: ChangeBody, running: PlanBundle, today: PlanDate): Promise<Wanted> {
  const { documents, edits, handovers, adoptPolicy = null, reason = null } = body;
  const given = Object.values(documents).some((one) => one !== undefined);
  const found = given ? await checked(running, documents) : { ok: true as const, bundle: running };
  if (!found.ok) throw badDocument(found.problems.map(located));
  const edited = applyEdits(found.bundle, edits as readonly Edit[], today);
  if (edited.refused.length > 0)
    throw badDocument(
      edited.refused.map(({ edit, field, what }) => ({
        document: null,
        path: `edits[${edit}].${field}`,
        line: null,
        column: null,
        message: what,
      })),
    );
  if (edits.length > 0) {
    const problems = await newProblems(found.bundle, edited.bundle);
    if (problems.length > 0) throw badDocument(problems.map(located));
  }
  return { bundle: edited.bundle, basedOn: basisOf(body), handovers, adoptPolicy, reason, policyOf: edited.policyOf };
}
