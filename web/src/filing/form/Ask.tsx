/** A question that is answered with yes or no, in front of everything. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTexts } from "../texts.js";

interface AskButtonProps {
  readonly question: string;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly onYes: () => void;
  readonly children: ReactNode;
}

/** A button that asks before it does anything. */
export function AskButton({ question, className, disabled = false, onYes, children }: AskButtonProps) {
  const [asks, setAsks] = useState(false);
  return (
    <>
      <button type="button" className={className} disabled={disabled} onClick={() => setAsks(true)}>
        {children}
      </button>
      {asks && (
        <Question
          text={question}
          onAnswer={(yes) => {
            setAsks(false);
            if (yes) onYes();
          }}
        />
      )}
    </>
  );
}

function Question({ text, onAnswer }: { readonly text: string; readonly onAnswer: (yes: boolean) => void }) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="ask" aria-label={text} onCancel={() => onAnswer(false)}>
      <p>{text}</p>
      <div className="row">
        <button type="button" onClick={() => onAnswer(false)}>
          {t("cancel")}
        </button>
        <button type="button" className="main" onClick={() => onAnswer(true)}>
          {t("confirm")}
        </button>
      </div>
    </dialog>
  );
}
