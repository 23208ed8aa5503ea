/**
 * How many workflow tasks a worker has in hand. A workflow that it knows answers in milliseconds, so that several
 * may be taken at once; one that it does not know is replayed first, on the one thread that all of them share.
 */
import type {
  CustomSlotSupplier,
  SlotPermit,
  SlotReleaseContext,
  SlotReserveContext,
  WorkflowSlotInfo,
} from "@temporalio/worker";

/** A permit remembers for which queue it was given. */
interface Permit extends SlotPermit {
  readonly isSticky: boolean;
}

interface Waiting {
  readonly isSticky: boolean;
  give(permit: Permit): void;
}

export interface SlotLimits {
  /** Of workflows that this worker knows. */
  readonly known: number;
  /** Of workflows that have to be replayed. */
  readonly replayed: number;
}

/** Two limits side by side: what waits for a replay never keeps a workflow from answering that could at once. */
export class WorkflowSlots implements CustomSlotSupplier<WorkflowSlotInfo> {
  readonly type = "custom";
  private readonly free: { known: number; replayed: number };
  private readonly waiting: Waiting[] = [];

  constructor(limits: SlotLimits) {
    this.free = { ...limits };
  }

  reserveSlot({ isSticky }: SlotReserveContext, signal: AbortSignal): Promise<Permit> {
    // Who has left already would be given a slot that nobody brings back.
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    const permit = this.take(isSticky);
    if (permit) return Promise.resolve(permit);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        isSticky,
        give(given) {
          signal.removeEventListener("abort", leave);
          resolve(given);
        },
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiting), 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
      this.waiting.push(waiting);
    });
  }

  tryReserveSlot({ isSticky }: SlotReserveContext): Permit | null {
    return this.take(isSticky);
  }

  markSlotUsed(): void {}

  releaseSlot({ permit }: SlotReleaseContext<WorkflowSlotInfo>): void {
    const { isSticky } = permit as Permit;
    const next = this.waiting.findIndex((one) => one.isSticky === isSticky);
    const [waiting] = next < 0 ? [] : this.waiting.splice(next, 1);
    if (waiting) waiting.give({ isSticky });
    else this.free[isSticky ? "known" : "replayed"]++;
  }

  private take(isSticky: boolean): Permit | null {
    const kind = isSticky ? "known" : "replayed";
    if (this.free[kind] === 0) return null;
    this.free[kind]--;
    return { isSticky };
  }
}
