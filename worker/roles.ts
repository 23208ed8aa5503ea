/** What a process does: everything, all but the sending of letters, or that alone. */
export const WORKER_ROLES = ["all", "plans", "letters"] as const;
export type WorkerRole = (typeof WORKER_ROLES)[number];
