/** Begins the thread in which documents are checked: a thread has loaders of its own, and so has TypeScript to be loaded here. */
import { register } from "tsx/esm/api";

register();
await import("./check-job.ts");
