/** A Temporal worker of a peer's own, with the workflows beside it and a client for them. */
import { fileURLToPath } from "node:url";
import { Client, Connection } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime, Worker } from "@temporalio/worker";

interface Own {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly taskQueue: string;
  readonly activities: object;
  /** Every workflow stays in the worker's memory, as its tasks would otherwise be replayed. */
  readonly workflows: number;
}

export interface OwnWorker {
  readonly client: Client;
  close(): Promise<void>;
}

export async function ownWorker({ temporal, taskQueue, activities, workflows }: Own): Promise<OwnWorker> {
  const { address, namespace } = temporal;
  Runtime.install({ logger: new DefaultLogger("ERROR") });
  const native = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    workflowsPath: fileURLToPath(new URL("./workflows.ts", import.meta.url)),
    bundlerOptions: { logger: new DefaultLogger("ERROR") } as object,
    activities,
    maxCachedWorkflows: workflows + 100,
  });
  const running = worker.run();
  const connection = await Connection.connect({ address });
  return {
    client: new Client({ connection, namespace }),
    async close() {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
    },
  };
}
