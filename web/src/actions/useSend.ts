/**
 * Sends what somebody does, once. Where no answer comes, body and key are kept, also when the form is closed and opened again:
 * sent again, it is still one request, whatever became of the first. Another body is another request and gets another key.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Away, newKey, Refused } from "../api/client.js";
import { usePlan } from "../plan/plan.js";
import { kept } from "./kept.js";

export type SendState =
  | { readonly phase: "ready" | "sending" }
  /** Nobody answered: it may have been done. */
  | { readonly phase: "unknown"; readonly away: Away | null }
  | { readonly phase: "refused"; readonly error: Refused };

export interface Sender<B, T> {
  readonly state: SendState;
  /** Null where it was refused, or nobody answered, or it is on its way already. */
  send(body: B): Promise<T | null>;
  /** The same request again. */
  again(): Promise<T | null>;
  /** Gives the kept request up. */
  drop(): void;
}

/** Lists and pages of what is acted on, and what may be done next. */
const ACTED_ON = new Set<unknown>([
  "my",
  "leader",
  "letters",
  "item",
  "delegations",
  "visits",
  "calls",
  "packages",
  "months",
  "month",
  "monthGrid",
]);
const isActedOn = ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean => ACTED_ON.has(queryKey[2]);

/** Longer than this a form does not wait for what is shown behind it: it was done, and that is said (milliseconds). */
const FRESH_WITHIN = 2_000;

const READY: SendState = { phase: "ready" };

/** `name` names the form: what it sent without an answer is kept under it. */
export function useSend<B, T>(name: string, request: (body: B, key: string) => Promise<T>): Sender<B, T> {
  const queryClient = useQueryClient();
  const { id } = usePlan();
  const [state, setState] = useState<SendState>(() =>
    kept.of(name).sent === undefined ? READY : { phase: "unknown", away: null },
  );
  /** Set at once: a second press comes before anything is drawn. */
  const busy = useRef(false);

  const run = async (): Promise<T | null> => {
    const { sent } = kept.of(name);
    if (sent === undefined || busy.current) return null;
    busy.current = true;
    setState({ phase: "sending" });
    try {
      const answer = await request(sent.body as B, sent.key);
      kept.forget(name);
      // What was acted on leaves the lists before the form does: nothing is shown as it was before.
      const fresh = queryClient.invalidateQueries({ queryKey: ["plan", id], predicate: isActedOn });
      await Promise.race([fresh, new Promise((resolve) => setTimeout(resolve, FRESH_WITHIN))]);
      setState(READY);
      return answer;
    } catch (error) {
      if (error instanceof Away) setState({ phase: "unknown", away: error });
      else {
        kept.unsend(name);
        if (!(error instanceof Refused)) throw error;
        setState({ phase: "refused", error });
      }
      return null;
    } finally {
      busy.current = false;
      // Done or refused: what is shown may be of before.
      void queryClient.invalidateQueries({ queryKey: ["plan", id] });
    }
  };

  return {
    state,
    send: (body) => {
      if (busy.current) return Promise.resolve(null);
      kept.keep(name, { sent: { body, key: newKey() } });
      return run();
    },
    again: run,
    drop: () => {
      kept.unsend(name);
      setState(READY);
    },
  };
}
