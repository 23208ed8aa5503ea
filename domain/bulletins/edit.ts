/**
 * What the office changes of a draft: texts, titles, addressees, next steps. A text keeps its figures as tokens; a number that is typed
 * by hand stays one, and is shown to the office as without a source.
 */
import type { EditedText } from "../ledger/bulletin-events.js";
import {
  type BulletinContent,
  type DocumentContent,
  type DocumentName,
  DOCUMENTS,
  keysIn,
  type NextStep,
  type Paragraph,
  type Section,
} from "./content.js";

/** An edit that cannot be made, and why. */
export class UnsoundEdit extends Error {
  constructor(
    readonly at: string,
    reason: string,
  ) {
    super(`${at}: ${reason}`);
    this.name = "UnsoundEdit";
  }
}

/** What an edit is checked against. */
export interface EditRules {
  readonly units: ReadonlySet<string>;
  readonly tasks: ReadonlySet<number>;
}

const isDocument = (name: string): name is DocumentName => DOCUMENTS.some((one) => one === name);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A content with edits made in their order. `at`:
 * - `bulletin/title`, `bulletin/addressee` (or `report/…`);
 * - `bulletin/<section>/<paragraph>`: its Chinese; null strikes it out; a paragraph that there is none of is added at the section's end;
 * - `steps/<id>/text|unit|by|task`: of a next step; null strikes it out; an id that there is none of begins a new one.
 * @throws UnsoundEdit
 */
export function editedContent(
  content: BulletinContent,
  edits: readonly EditedText[],
  rules: EditRules,
): BulletinContent {
  const keys = new Set(content.figures.map(({ key }) => key));
  const edited = edits.reduce<BulletinContent>((before, edit) => {
    for (const key of keysIn(edit.text ?? ""))
      if (!keys.has(key)) throw new UnsoundEdit(edit.at, `there is no figure {${key}}`);
    const [first = "", second = "", ...rest] = edit.at.split("/");
    const third = rest.join("/");
    if (first === "steps" && third !== "")
      return { ...before, steps: editedSteps(before.steps, second, third, edit, rules) };
    if (!isDocument(first)) throw new UnsoundEdit(edit.at, "there is no such text");
    return { ...before, [first]: editedDocument(before[first], second, third, edit) };
  }, content);
  for (const { id, unit, zh, by } of edited.steps)
    if (unit === "" || zh === "" || by === "")
      throw new UnsoundEdit(`steps/${id}`, "a next step has a unit, a text and a day");
  return edited;
}

function editedDocument(document: DocumentContent, part: string, paragraph: string, edit: EditedText): DocumentContent {
  const { at, text } = edit;
  if (paragraph === "") {
    if (text === null || text.trim() === "" || text.includes("\n")) throw new UnsoundEdit(at, "it is one line of text");
    if (part === "title") return { ...document, title: { zh: text, en: document.title.en } };
    if (part === "addressee") return { ...document, addressee: text };
    throw new UnsoundEdit(at, "there is no such text");
  }
  if (!document.sections.some(({ id }) => id === part)) throw new UnsoundEdit(at, "there is no such section");
  return {
    ...document,
    sections: document.sections.map((section) =>
      section.id === part ? { ...section, paragraphs: editedParagraphs(section, paragraph, edit) } : section,
    ),
  };
}

function editedParagraphs({ paragraphs }: Section, id: string, { at, text }: EditedText): Paragraph[] {
  const found = paragraphs.find((one) => one.id === id);
  if (text === null) {
    if (!found) throw new UnsoundEdit(at, "there is no such paragraph to strike out");
    return paragraphs.filter((one) => one !== found);
  }
  if (text.trim() === "") throw new UnsoundEdit(at, "a paragraph says something; null strikes it out");
  if (!found) return [...paragraphs, { id, zh: text, en: null, by: "office" }];
  if (found.zh === text) return [...paragraphs];
  return paragraphs.map((one) => (one === found ? { ...one, zh: text, en: null, by: "office" } : one));
}

function editedSteps(
  steps: readonly NextStep[],
  id: string,
  member: string,
  { at, text }: EditedText,
  { units, tasks }: EditRules,
): NextStep[] {
  const found = steps.find((one) => one.id === id);
  if (text === null) {
    if (!found) throw new UnsoundEdit(at, "there is no such step to strike out");
    return steps.filter((one) => one !== found);
  }
  const [firstTask = 1] = tasks;
  const step: NextStep = found ?? { id, unit: "", task: firstTask, zh: "", en: null, by: "", item: true };
  const changed = ((): NextStep => {
    switch (member) {
      case "text":
        return { ...step, zh: text, en: step.zh === text ? step.en : null };
      case "unit":
        if (!units.has(text)) throw new UnsoundEdit(at, `there is no unit ${text}`);
        return { ...step, unit: text };
      case "by":
        if (!DAY.test(text)) throw new UnsoundEdit(at, "a day is YYYY-MM-DD");
        return { ...step, by: text };
      case "task":
        if (!tasks.has(Number(text))) throw new UnsoundEdit(at, `there is no task ${text}`);
        return { ...step, task: Number(text) };
      default:
        throw new UnsoundEdit(at, "a step has text, unit, by and task");
    }
  })();
  return found ? steps.map((one) => (one === found ? changed : one)) : [...steps, changed];
}
