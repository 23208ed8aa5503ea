/** What the page says to its worker. */
export type ToWorker =
  /** This page runs the build whose entry is `script` (a path). */
  | { readonly kind: "using"; readonly script: string }
  /** Nothing is unsaved, unsent or open: the new build may take over. */
  | { readonly kind: "takeOver" };
