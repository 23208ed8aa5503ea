/** Words to search for. What is typed counts after a moment, or at once with Enter. */
import { Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { Icon } from "./Icon.js";

/** After the last key (milliseconds). */
const MOMENT = 300;

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (words: string) => void;
}

export function Search({ label, value, onSearch }: Props) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What was searched from here and has not come back as `value`: what is typed meanwhile stays. */
  const asked = useRef<string[]>([]);
  useEffect(() => {
    const own = asked.current.lastIndexOf(value);
    asked.current = own === -1 ? [] : asked.current.slice(own + 1);
    // The way back, or whoever cleared the filter, has changed it.
    if (own === -1) setTyped(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const soon = (words: string, after: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const wanted = words.trim();
      if (wanted === (asked.current.at(-1) ?? value)) return;
      asked.current.push(wanted);
      onSearch(wanted);
    }, after);
  };
  return (
    <Input
      aria-label={label}
      placeholder={label}
      prefix={<Icon name="search" />}
      allowClear
      maxLength={100}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        // What an input method is still composing is nobody's words.
        if ((event.nativeEvent as InputEvent).isComposing) clearTimeout(timer.current);
        else soon(event.target.value, MOMENT);
      }}
      onCompositionEnd={(event) => soon(event.currentTarget.value, MOMENT)}
      onPressEnter={(event) => {
        if (!event.nativeEvent.isComposing) soon(typed, 0);
      }}
    />
  );
}
