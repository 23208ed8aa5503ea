/**
 * A sheet over the page: from the right, on a narrow screen from below. The browser's own dialog keeps the focus in it,
 * closes it with Escape and makes the rest of the page inert.
 */
import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { useTexts } from "../i18n/index.js";
import { Icon } from "./Icon.js";
import styles from "./sheet.module.css";

interface Props {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly onClose: () => void;
  /** A form: as high as the screen, and left by its buttons only, so that a slip loses nothing. */
  readonly form?: boolean;
  readonly children: ReactNode;
}

export function Sheet({ title, aside, onClose, form = false, children }: Props) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    shown?.showModal();
    document.documentElement.style.overflow = "hidden";
    return () => {
      shown?.close();
      document.documentElement.style.overflow = "";
      // Back to where the sheet was opened from.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const onBackdrop = (event: MouseEvent): void => {
    if (event.target === dialog.current && !form) onClose();
  };
  return (
    // What lies behind the sheet can be pressed to leave it; keys have Escape.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog}
      className={styles["sheet"]}
      data-form={form}
      aria-labelledby={id}
      onClick={onBackdrop}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles["inner"]}>
        <header className={styles["head"]}>
          <h2 id={id}>{title}</h2>
          {aside}
          <button type="button" className={styles["close"]} aria-label={t("close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div className={styles["body"]}>{children}</div>
      </div>
    </dialog>
  );
}
