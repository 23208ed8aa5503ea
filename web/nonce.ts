/** Stands in the built index.html where each answer puts a nonce of its own: see api/http/static.ts. */
export const NONCE = "__CSP_NONCE__";
