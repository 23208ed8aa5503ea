/** A text that is saved while it is typed: within a second of the last key, and whenever the page might not come back. */
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { whileTyping } from "../model.js";

const PAUSE_MS = 700;

interface SavedTextProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onSave: (text: string) => Promise<unknown>;
  readonly rows?: number;
}

export function SavedText({ label, value, disabled, onSave, rows = 2 }: SavedTextProps) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  /** What is typed and not yet saved; read by whoever flushes. */
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const save = useRef(onSave);
  useEffect(() => void (save.current = onSave));
  const flush = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current);
    const text = pending.current;
    if (text === null) return;
    pending.current = null;
    try {
      await save.current(text);
    } catch {
      // It is said above all screens that it could not be saved; the text stays in the field, for the next try.
      pending.current ??= text;
      return;
    }
    if (pending.current === null) setTyped(null);
  }, []);
  useEffect(() => {
    const stop = whileTyping(flush);
    return () => {
      stop();
      void flush();
    };
  }, [flush]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        maxLength={2_000}
        disabled={disabled}
        value={typed ?? value}
        onChange={({ target }) => {
          setTyped(target.value);
          pending.current = target.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => void flush(), PAUSE_MS);
        }}
        onBlur={() => void flush()}
      />
    </div>
  );
}
