/** What the server says when it lets go of an Update, and whether the gateway sends it again under its key. */
import { ApplicationFailure, type Client, ServiceError, WorkflowUpdateFailedError } from "@temporalio/client";
import { expect, it } from "vitest";
import { TemporalGateway } from "../../gateway/temporal-gateway.js";
import { command, people } from "../support/small-plan.js";
import { readCommandKey } from "../../prisma/ledger/command-key.js";

/** As the client throws it: its own sentence, and the server's as the cause. */
const refusal = (code: number, said: string): ServiceError =>
  new ServiceError("Workflow Update failed", {
    cause: Object.assign(new Error(`${code}: ${said}`), { code, details: said, metadata: {} }),
  });

/** A server that refuses so many times; what it was sent stands in `sent`. The real one cannot be made to say these on demand. */
function gatewayTo(refusals: readonly Error[]): { readonly gateway: TemporalGateway; readonly sent: string[] } {
  const sent: string[] = [];
  const left = [...refusals];
  const executeUpdate = async (_update: unknown, { updateId }: { readonly updateId: string }) => {
    sent.push(updateId);
    const refused = left.shift();
    if (refused) throw refused;
    return { key: updateId, items: ["works/v1"], refused: [] };
  };
  const client = {
    withDeadline: (_until: number, send: () => unknown) => send(),
    workflow: { getHandle: () => ({ executeUpdate }) },
  } as unknown as Client;
  return {
    gateway: new TemporalGateway({ client, taskQueue: "q", commandKey: readCommandKey(), deliverWithin: 2_000 }),
    sent,
  };
}

const act = command("signFor", people.clerk, "works/v1");

it.each([
  [9, "Unable to perform workflow execution update due to unexpected workflow task failure."],
  [9, "Unable to perform workflow execution update due to Workflow Task in failed state."],
  [14, "connection refused"],
])("%s %s: sent again under the same key", async (code, said) => {
  const { gateway, sent } = gatewayTo([refusal(code, said), refusal(code, said)]);
  expect((await gateway.act("plan", "task/2", act, null)).items).toEqual(["works/v1"]);
  expect(sent).toEqual([act.key, act.key, act.key]);
});

it("an Update that a completed task left untouched is sent again under the same key", async () => {
  const said = "Workflow Update is rejected because it wasn't processed by worker.";
  const untouched = new WorkflowUpdateFailedError(
    "Workflow Update failed",
    ApplicationFailure.create({ message: said, type: "UnprocessedUpdate", nonRetryable: true }),
  );
  const { gateway, sent } = gatewayTo([untouched]);
  expect((await gateway.act("plan", "task/2", act, null)).items).toEqual(["works/v1"]);
  expect(sent).toEqual([act.key, act.key]);
});

it("anything else is nobody's to try again", async () => {
  const { gateway, sent } = gatewayTo([refusal(7, "permission denied")]);
  await expect(gateway.act("plan", "task/2", act, null)).rejects.toThrow("Workflow Update failed");
  expect(sent).toEqual([act.key]);
});
