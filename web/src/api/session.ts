/** Whether somebody is signed in, as the API's refusals tell: whoever listens leads to where that is put right. */

/** Sign in anew; or finish a sign-in, by a new password or a second factor. */
export type SessionNeed = "signIn" | "finish";

const NEEDS: Readonly<Record<string, SessionNeed>> = { notSignedIn: "signIn", unfinishedSignIn: "finish" };

const listeners = new Set<(need: SessionNeed) => void>();

export const session = {
  subscribe(listener: (need: SessionNeed) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** An answer was refused with this code. */
  told(code: string): void {
    const need = NEEDS[code];
    if (need !== undefined) for (const listener of listeners) listener(need);
  },
};
