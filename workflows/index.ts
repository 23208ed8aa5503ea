/** Root of the workflow bundle: every workflow type, and nothing else. */
export { postmanWorkflow } from "./postman.js";
export { taskWorkflow } from "./task.js";
