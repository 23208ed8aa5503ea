/** Root of the workflow bundle: every workflow type, and nothing else. */
export { checkpointWorkflow } from "./checkpoint.js";
export { inspectionWorkflow } from "./inspection.js";
export { registerWorkflow } from "./register.js";
export { monthWorkflow } from "./month.js";
export { planWorkflow } from "./plan.js";
export { postmanWorkflow } from "./postman.js";
export { taskWorkflow } from "./task.js";
