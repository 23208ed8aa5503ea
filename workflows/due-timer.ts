/** A live stream's one timer: it runs on while messages are dealt with, and is set anew only when another instant is next. */
import { CancellationScope, isCancellation, sleep } from "@temporalio/workflow";

/** What is still due after it was dealt with (a list that waits for the tasks) is looked at again no sooner (milliseconds). */
const SHORTEST = 1_000;

export class DueTimer {
  private armed: { readonly at: number; readonly scope: CancellationScope } | null = null;
  private elapsed = false;

  /** Whether the instant has come that the timer was last set to. */
  get hasElapsed(): boolean {
    return this.elapsed;
  }

  /** Sets it to an instant (epoch milliseconds); null: to none. */
  set(at: number | null): void {
    if (!this.elapsed && this.armed?.at === at) return;
    this.armed?.scope.cancel();
    this.armed = null;
    const again = this.elapsed;
    this.elapsed = false;
    if (at === null) return;
    const wait = Math.max(at - Date.now(), again ? SHORTEST : 1);
    const scope = new CancellationScope();
    this.armed = { at, scope };
    const elapse = async (): Promise<void> => {
      try {
        await sleep(wait);
        if (this.armed?.scope === scope) this.elapsed = true;
      } catch (error) {
        if (!isCancellation(error)) throw error;
      }
    };
    void scope.run(elapse);
  }
}
