import { describe, expect, it } from "vitest";
import { WorkflowSlots } from "../../worker/workflow-slots.js";

const asked = (isSticky: boolean) => ({
  slotType: "workflow" as const,
  taskQueue: "q",
  workerIdentity: "w",
  workerBuildId: "b",
  isSticky,
});
const never = new AbortController().signal;
/** Whether a promise has an answer by now. */
const answered = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false;
  promise.then(
    () => (done = true),
    () => (done = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return done;
};

describe("slots for workflow tasks", () => {
  it("lets no more be replayed than its limit, while known workflows go on", async () => {
    const slots = new WorkflowSlots({ known: 2, replayed: 1 });
    const replay = await slots.reserveSlot(asked(false), never);
    const second = slots.reserveSlot(asked(false), never);
    expect(await answered(second)).toBe(false);
    expect(slots.tryReserveSlot(asked(false))).toBeNull();
    expect(await answered(slots.reserveSlot(asked(true), never))).toBe(true);
    expect(slots.tryReserveSlot(asked(true))).not.toBeNull();
    expect(slots.tryReserveSlot(asked(true))).toBeNull();
    slots.releaseSlot({ permit: replay });
    expect(await answered(second)).toBe(true);
    expect(slots.tryReserveSlot(asked(false))).toBeNull();
  });

  it("gives a released slot to who waited longest for one of its kind", async () => {
    const slots = new WorkflowSlots({ known: 1, replayed: 1 });
    const [known, replayed] = [
      await slots.reserveSlot(asked(true), never),
      await slots.reserveSlot(asked(false), never),
    ];
    const waiting = [asked(false), asked(true), asked(true)].map((context) => slots.reserveSlot(context, never));
    slots.releaseSlot({ permit: known });
    expect(await Promise.all(waiting.map(answered))).toEqual([false, true, false]);
    slots.releaseSlot({ permit: replayed });
    expect(await Promise.all(waiting.map(answered))).toEqual([true, true, false]);
  });

  it("forgets who no longer waits: the slot is not lost with them", async () => {
    const slots = new WorkflowSlots({ known: 1, replayed: 1 });
    const permit = await slots.reserveSlot(asked(true), never);
    const stop = new AbortController();
    const given = slots.reserveSlot(asked(true), stop.signal);
    stop.abort();
    await expect(given).rejects.toMatchObject({ name: "AbortError" });
    slots.releaseSlot({ permit });
    await expect(slots.reserveSlot(asked(true), stop.signal)).rejects.toMatchObject({ name: "AbortError" });
    expect(slots.tryReserveSlot(asked(true))).not.toBeNull();
  });
});
