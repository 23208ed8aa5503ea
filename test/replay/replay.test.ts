/** The shipped workflow code replays every committed history; a history it would not have made is refused. */
import { DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { DeterminismViolationError } from "@temporalio/workflow";
import { beforeAll, describe, expect, it } from "vitest";
import { buildBundle } from "../../worker/bundle.js";
import { OF_BEFORE, readHistory, recorded, STORIES } from "./histories.js";

let code: string;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger("ERROR") });
  code = await buildBundle();
});

const replay = (history: unknown): Promise<void> => Worker.runReplayHistory({ workflowBundle: { code } }, history);

describe("replay", () => {
  it("has a history for every story, and a story for every history", () =>
    expect(recorded()).toEqual([...STORIES, ...OF_BEFORE].sort()));
  it.each(recorded())("%s", async (story) => {
    await expect(replay(readHistory(story))).resolves.toBeUndefined();
  });
  it("refuses a history in which the workflow called another activity", async () => {
    const history = readHistory("silence");
    const text = JSON.stringify(history);
    const encode = (plain: string): string => Buffer.from(plain).toString("base64");
    const marker = history.events.find((event) => JSON.stringify(event).includes("core_local_activity"));
    expect(marker).toBeDefined();
    const data = JSON.stringify(marker);
    // The marker says which local activity ran: pretend that it was one the workflow does not call there.
    const altered = /"data":"([^"]+)"/g;
    const changed = data.replace(altered, (whole, payload: string) => {
      const plain = Buffer.from(payload, "base64").toString();
      return plain.includes("activity_type") ? `"data":"${encode(plain.replace("advance", "closeLetters"))}"` : whole;
    });
    expect(changed).not.toBe(data);
    await expect(replay(JSON.parse(text.replace(data, changed)))).rejects.toThrow(DeterminismViolationError);
  });
});
