/** The plan's own page: attachments, documents, changes, registering, instructions. */
import { newKey, post, type Query, upload } from "./client.js";
import { answer } from "./queries.js";
import type {
  ChangePreview,
  DocumentKind,
  DocumentVersion,
  InstructionRegister,
  PlanAttachments,
  PlanDocuments,
  RegisterAnswer,
} from "./types.js";

const e = encodeURIComponent;
const of = (plan: string): string => `/plans/${e(plan)}`;

export const attachments = (plan: string) => answer<PlanAttachments>(plan, ["attachments"], "/attachments");
export const documents = (plan: string) => answer<PlanDocuments>(plan, ["documents"], "/documents");
export const document = (plan: string, kind: DocumentKind, version: number) =>
  answer<DocumentVersion>(plan, ["document", kind], `/documents/${kind}`, { version });
export const instructions = (plan: string, query: Query) =>
  answer<InstructionRegister>(plan, ["instructions"], "/instruction-register", query);

export const attachmentAddress = (plan: string, attachment: string, sha256: string): string =>
  `/api/v1${of(plan)}/attachments/${e(attachment)}/${sha256}`;

export function fileAttachment(plan: string, attachment: string, file: File, note: string) {
  const form = new FormData();
  if (note !== "") form.set("note", note);
  form.set("file", file);
  return upload<PlanAttachments>(`${of(plan)}/attachments/${e(attachment)}`, form, newKey(), () => undefined);
}

/** What a change is asked with: edits by what they mean, or whole documents. */
export interface Change {
  readonly edits?: readonly Readonly<Record<string, unknown>>[];
  readonly documents?: Readonly<Partial<Record<DocumentKind, string>>>;
}

export const previewChange = (plan: string, change: Change, reason: string) =>
  post<ChangePreview>(`${of(plan)}/changes/preview`, { ...change, reason });
export const applyChange = (plan: string, change: Change, reason: string, hash: string, key: string) =>
  post<unknown>(`${of(plan)}/changes`, { ...change, reason, hash }, key);
export const registerItem = (plan: string, item: Readonly<Record<string, unknown>>, reason: string, key: string) =>
  post<RegisterAnswer>(`${of(plan)}/orders/registerItems`, { items: [item], reason }, key);
