/** A plan's documents that come by another way than as files: checked whole, as a folder is. */
import { stringify } from "yaml";
import type { PlanBundle } from "../domain/plan/bundle.js";
import { checkSources } from "./check-sources.js";
import { DOCUMENT_KINDS, type DocumentKind } from "./document-kinds.js";
import { fileForm, type FileForms } from "./file-form.js";
import { sortProblems } from "./problem.js";
import { stamped } from "./stamp.js";
import { MAX_FILE_BYTES, Source } from "./source.js";

export { DOCUMENT_KINDS, type DocumentKind } from "./document-kinds.js";

/** As YAML text, or as the same in JSON. */
export type GivenDocument = string | Readonly<Record<string, unknown>>;

/** What is wrong with a document. Lines and columns are of the text that was given; null where none was. */
export interface DocumentProblem {
  readonly document: DocumentKind;
  /** Keys and indexes from the top: `units[3].desk`; empty: the whole document. */
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export type DocumentsResult =
  | { readonly ok: true; readonly bundle: PlanBundle }
  | { readonly ok: false; readonly problems: readonly DocumentProblem[] };

/** The plan with some of its documents replaced; those not given are as they run. */
export function checkDocuments(
  running: PlanBundle,
  given: Readonly<Partial<Record<DocumentKind, GivenDocument | undefined>>>,
): DocumentsResult {
  const sourceOf = (kind: DocumentKind): Source => read(kind, given[kind] ?? (fileForm(kind, running[kind]) as object));
  const sources = {
    plan: sourceOf("plan"),
    roster: sourceOf("roster"),
    policy: sourceOf("policy"),
    calendar: sourceOf("calendar"),
  };
  const bundle = checkSources(sources);
  const problems = sortProblems(
    Object.values(sources).flatMap((source) => source.problems),
    DOCUMENT_KINDS,
  );
  // Checklists and registers have no place among these documents: they stay as they run.
  const { checklists, registers } = running;
  if (bundle !== undefined && problems.length === 0)
    return { ok: true, bundle: { ...bundle, ...(checklists && { checklists }), ...(registers && { registers }) } };
  return {
    ok: false,
    problems: problems.map(({ file, path = "", line, column, message }) => {
      const document = file as DocumentKind;
      const hasLines = typeof given[document] === "string";
      return { document, path, line: hasLines ? line : null, column: hasLines ? column : null, message };
    }),
  };
}

function read(kind: DocumentKind, given: GivenDocument | object): Source {
  const source = new Source(kind);
  const text = typeof given === "string" ? given : JSON.stringify(given, null, 1);
  if (Buffer.byteLength(text) > MAX_FILE_BYTES)
    source.report([], `is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB and was not read`);
  else source.parse(text);
  return source;
}

/** A document as it can be edited and given back. */
export function documentText<K extends DocumentKind>(
  kind: K,
  content: PlanBundle[K],
  version: number,
): { readonly content: FileForms[K]; readonly yaml: string } {
  const form = fileForm(kind, content);
  return { content: form, yaml: stamped(kind, stringify(form, { lineWidth: 0 }), version) };
}
