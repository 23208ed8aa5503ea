/**
 * What was typed and not yet done, as long as the page is open: whoever closed a form by a slip, or went to look something
 * up, finds it again; so does a request that nobody answered, with its key.
 */
import type { Values } from "./fields.js";

export interface KeptForm {
  readonly values?: Values;
  /** Sent, and not answered. */
  readonly sent?: { readonly body: unknown; readonly key: string };
}

const forms = new Map<string, KeptForm>();

export const kept = {
  of: (name: string): KeptForm => forms.get(name) ?? {},
  keep: (name: string, more: KeptForm): void => void forms.set(name, { ...forms.get(name), ...more }),
  forget: (name: string): void => void forms.delete(name),
  /** No longer to be sent again; what was typed stays. */
  unsend(name: string): void {
    const { sent: _sent, ...rest } = forms.get(name) ?? {};
    forms.set(name, rest);
  },
};
