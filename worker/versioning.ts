/**
 * Worker versioning: several releases of workers side by side on one Temporal server, of which one is the current version and gets the
 * work; it is named by `npm run deploy:promote` once its workers run, and the release before by the same where it has to go back.
 */
import type { WorkerDeploymentOptions } from "@temporalio/worker";

export interface WorkerVersion {
  /** All releases of this installation's workers. */
  readonly deploymentName: string;
  /** This release. */
  readonly buildId: string;
}

/**
 * A workflow goes on with the current version from its next task: runs are short, and histories are replayed against each release
 * before it is released (test/replay), so that none needs the release that began it.
 */
export const deploymentOptions = (version: WorkerVersion): WorkerDeploymentOptions => ({
  version,
  useWorkerVersioning: true,
  defaultVersioningBehavior: "AUTO_UPGRADE",
});
