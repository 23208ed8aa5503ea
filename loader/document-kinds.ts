/** The documents that every plan has, each a file `<kind>.yaml` of its folder. */
import type { DocumentKind } from "../domain/plan/bundle.js";

export type { DocumentKind };

export const DOCUMENT_KINDS = ["plan", "roster", "policy", "calendar"] as const satisfies readonly DocumentKind[];
