/** A letter as it was sent, in the page. */
import { type RefObject, useEffect, useState } from "react";
import { withNonce } from "../../theme/nonce.js";
import styles from "./letters.module.css";

interface FrameProps {
  readonly html: string;
  readonly title: string;
  readonly frame: RefObject<HTMLIFrameElement | null>;
}

/** As wide as the text of a sheet of A4 is at most, whatever its margins. */
const PAPER_WIDTH = "210mm";

/**
 * On paper a frame keeps the height that it had on the screen, where lines are shorter: it is measured anew at the paper's width
 * before the browser counts pages, else sheets without text follow the letter.
 */
function fitToPaper(frame: HTMLIFrameElement): () => void {
  const { width, height } = frame.style;
  frame.style.width = PAPER_WIDTH;
  frame.style.height = "0";
  frame.style.height = `${(frame.contentDocument?.documentElement.scrollHeight ?? 0) + 2}px`;
  return () => Object.assign(frame.style, { width, height });
}

/**
 * The letter in a frame that runs nothing and goes nowhere: no script, no form, no link. `allow-same-origin` is what lets
 * this page measure its height and print it.
 */
export function LetterFrame({ html, title, frame }: FrameProps) {
  const [height, setHeight] = useState(640);
  useEffect(() => {
    let undo = (): void => {};
    const before = (): void => {
      if (frame.current) undo = fitToPaper(frame.current);
    };
    const after = (): void => undo();
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, [frame]);
  return (
    <iframe
      ref={frame}
      className={styles["frame"]}
      title={title}
      sandbox="allow-same-origin allow-modals"
      srcDoc={withNonce(html)}
      style={{ height }}
      onLoad={() => {
        const shown = frame.current?.contentDocument?.documentElement;
        if (shown) setHeight(shown.scrollHeight + 2);
      }}
    />
  );
}
