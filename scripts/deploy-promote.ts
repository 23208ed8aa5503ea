/**
 * `npm run deploy:promote [-- BUILD]`: makes the workers of DUBAN_WORKER_BUILD_ID (or BUILD, to go back to a release before) those that get
 * the work of DUBAN_WORKER_DEPLOYMENT. Once its workers run; again does nothing. Without worker versioning there is nothing to promote.
 */
import { connectTemporal } from "../gateway/connect.js";
import { addresses, main, UserError } from "./cli.js";
import { commandOptions } from "./options.js";

const USAGE = `npm run deploy:promote               the workers of DUBAN_WORKER_BUILD_ID get the work of DUBAN_WORKER_DEPLOYMENT
npm run deploy:promote -- BUILD      those of a release before get it back`;

await main(async () => {
  const { positionals } = commandOptions(USAGE, { allowPositionals: true });
  const [build = process.env["DUBAN_WORKER_BUILD_ID"], ...more] = positionals;
  const deployment = process.env["DUBAN_WORKER_DEPLOYMENT"];
  if (!deployment || !build || more.length > 0)
    throw new UserError(
      "DUBAN_WORKER_DEPLOYMENT and DUBAN_WORKER_BUILD_ID name what is promoted, as the workers have them, e.g. duban and 2026-12-15",
    );
  const { temporal } = addresses();
  const { connection } = await connectTemporal(temporal);
  try {
    const { workflowService } = connection;
    const request = {
      namespace: temporal.namespace,
      deploymentName: deployment,
      buildId: build,
      identity: "duban deploy:promote",
    };
    const { previousDeploymentVersion: before } = await workflowService.setWorkerDeploymentCurrentVersion(request);
    console.log(
      before?.buildId === build
        ? `${deployment}: ${build} had the work already`
        : `${deployment}: ${build} has the work${before?.buildId ? `, ${before.buildId} had it before` : ""}`,
    );
  } finally {
    await connection.close();
  }
});
