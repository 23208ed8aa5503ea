/** A letter as it was sent, in the page. */
import { type RefObject, useState } from "react";
import styles from "./letters.module.css";

interface FrameProps {
  readonly html: string;
  readonly title: string;
  readonly frame: RefObject<HTMLIFrameElement | null>;
}

/**
 * The letter in a frame that runs nothing and goes nowhere: no script, no form, no link. `allow-same-origin` is what lets
 * this page measure its height and print it.
 */
export function LetterFrame({ html, title, frame }: FrameProps) {
  const [height, setHeight] = useState(640);
  return (
    <iframe
      ref={frame}
      className={styles["frame"]}
      title={title}
      sandbox="allow-same-origin allow-modals"
      srcDoc={html}
      style={{ height }}
      onLoad={() => {
        const shown = frame.current?.contentDocument?.documentElement;
        if (shown) setHeight(shown.scrollHeight + 2);
      }}
    />
  );
}
