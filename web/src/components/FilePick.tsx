/** A button that lets somebody choose one file. */
import { Button } from "antd";
import { type ReactNode, useRef } from "react";
import { Icon } from "./Icon.js";

interface Props {
  /** Of which kinds: `.xlsx`. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly loading?: boolean;
  readonly children: string;
  readonly icon?: ReactNode;
}

export function FilePick({ accept, onFile, loading = false, children, icon = <Icon name="upload" /> }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} loading={loading} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={children}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file may be chosen again once it was put right.
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
