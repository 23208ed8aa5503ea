/**
 * What people mean to do on streams of one kind (rounds, months), and when: they follow the streams' rows, note what these move them to,
 * and do it when the instant comes, if there is still reason to. Like all simulated people they remember nothing that isn't recorded.
 */
import { createHash } from "node:crypto";
import { canonicalJson, compareText } from "../../domain/ledger/canonical.js";
import type { Actor } from "../../domain/ledger/record.js";

/** `S`: a stream's state; `A`: an act of one person. */
export interface StreamIntent<S, A> {
  readonly at: number;
  readonly stream: string;
  /** Unique at its instant on its stream: `file/village-v012`. What is done together goes in this order. */
  readonly name: string;
  /** Whether there is still reason for it. */
  readonly still: (state: S) => boolean;
  /** What is done, in order; null: nobody is there to do it. */
  readonly acts: (state: S) => readonly A[] | null | Promise<readonly A[] | null>;
}

/** One intent, or none where the instant is null. */
export const intend = <S, A>(at: number | null, intent: Omit<StreamIntent<S, A>, "at">): StreamIntent<S, A>[] =>
  at === null ? [] : [{ ...intent, at }];

interface PersonsAct {
  readonly actor: Actor;
  readonly act: { readonly kind: string };
}

/** An act that is due, with the key that its request goes under. */
export interface DueAct<S, A> {
  readonly key: string;
  readonly stream: string;
  readonly state: S;
  readonly done: A;
}

const nameOf = ({ at, stream, name }: Pick<StreamIntent<unknown, unknown>, "at" | "stream" | "name">): string =>
  `${at} ${stream} ${name}`;

export class StreamAgenda<S, A extends PersonsAct> {
  private readonly states = new Map<string, S>();
  private readonly intents = new Map<string, StreamIntent<S, A>>();

  constructor(private readonly seed: number) {}

  /** A stream's state as its rows have left it so far; undefined: it has had none. */
  stateOf(stream: string): S | undefined {
    return this.states.get(stream);
  }

  /** What a row has left, and what it moves people to. */
  note(intents: readonly StreamIntent<S, A>[], left?: { readonly stream: string; readonly state: S }): void {
    if (left) this.states.set(left.stream, left.state);
    for (const intent of intents) this.intents.set(nameOf(intent), intent);
  }

  dropBefore(now: number): void {
    for (const [name, { at }] of this.intents) if (at < now) this.intents.delete(name);
  }

  nextAt(): number | null {
    let next: number | null = null;
    for (const [name, intent] of this.intents) {
      if (next !== null && intent.at >= next) continue;
      if (this.isStill(intent)) next = intent.at;
      // Nobody has reason to act there any more: no jump is made for it.
      else this.intents.delete(name);
    }
    return next;
  }

  private isStill({ stream, still }: StreamIntent<S, A>): boolean {
    const state = this.states.get(stream);
    return state !== undefined && still(state);
  }

  /** The acts of an instant, stream by stream, in the order in which each is to take them. `nobody`: told of what nobody is there to do. */
  async takeAt(instant: number, nobody: () => void): Promise<DueAct<S, A>[]> {
    const due = [...this.intents.values()]
      .filter(({ at }) => at === instant)
      .sort((a, b) => compareText(a.stream, b.stream) || compareText(a.name, b.name));
    const taken: DueAct<S, A>[] = [];
    for (const intent of due) {
      const { at, stream, name } = intent;
      this.intents.delete(nameOf(intent));
      const state = this.states.get(stream);
      if (state === undefined || !intent.still(state)) continue;
      const acts = await intent.acts(state);
      if (acts === null) nobody();
      else
        acts.forEach((done, no) => {
          const { actor, act } = done;
          const said = canonicalJson([this.seed, at, stream, name, no, actor.person, act.kind]);
          const key = `${act.kind}-${createHash("sha256").update(said).digest("hex").slice(0, 20)}`;
          taken.push({ key, stream, state, done });
        });
    }
    return taken;
  }
}
