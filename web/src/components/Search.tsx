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
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The way back, or whoever cleared the filter, may have changed it meanwhile.
  if (value !== known) {
    setKnown(value);
    if (typed.trim() !== value) setTyped(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const soon = (words: string, after: number): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(words.trim()), after);
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
        soon(event.target.value, MOMENT);
      }}
      onPressEnter={() => soon(typed, 0)}
    />
  );
}
