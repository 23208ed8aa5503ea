/** Whether somebody is signed in, as the API's refusals tell: whoever listens leads to where that is put right. */

/** Sign in anew; or finish a sign-in, by a new password or a second factor. */
export type SessionNeed = "signIn" | "finish";

const NEEDS: Readonly<Record<string, SessionNeed>> = { notSignedIn: "signIn", unfinishedSignIn: "finish" };

const listeners = new Set<(need: SessionNeed) => void>();

/** How often somebody has signed in on this page: what was asked before says nothing of who is signed in now. */
let signIns = 0;

export const session = {
  subscribe(listener: (need: SessionNeed) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** Told by whoever has signed in. */
  begun(): void {
    signIns += 1;
  },
  /** To be kept with a request, for `told`. */
  get asked(): number {
    return signIns;
  },
  /** An answer was refused with this code, to a request that was sent when `asked` was this. */
  told(code: string, asked: number): void {
    const need = NEEDS[code];
    if (need !== undefined && asked === signIns) for (const listener of listeners) listener(need);
  },
};
