// Child of embedded/temporal-cli.ts: lets Temporal's SDK download the CLI into a folder.
// A process of its own, because the SDK offers no way to give up a download that hangs.
import { TestWorkflowEnvironment } from "@temporalio/testing";

const [downloadDir, version] = process.argv.slice(2);
const environment = await TestWorkflowEnvironment.createLocal({
  server: {
    executable: { type: "cached-download", downloadDir, version: `v${version}` },
    log: { format: "pretty", level: "error" },
  },
});
await environment.teardown();
