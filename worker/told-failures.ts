/** What a failed activity tells Temporal, whose histories keep it: of a database's error nothing that quotes rows. */
import { ApplicationFailure } from "@temporalio/common";
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from "@temporalio/worker";
import { isOfDatabase, toldMessage } from "../telemetry/errors.js";

export class ToldFailures implements ActivityInboundCallsInterceptor {
  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, "execute">): Promise<unknown> {
    try {
      return await next(input);
    } catch (error) {
      if (!(error instanceof Error) || error instanceof ApplicationFailure || !isOfDatabase(error)) throw error;
      throw ApplicationFailure.retryable(toldMessage(error), error.name);
    }
  }
}
