/** A change of the plan's documents: why, what it would do, and then done as it was looked at. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { newKey, Refused } from "../api/client.js";
import { applyChange, type Change, previewChange } from "../api/plan-page.js";
import type { ChangePreview } from "../api/types.js";
import { say } from "../app/said.js";
import { Failure } from "../components/Failure.js";
import { Sheet } from "../components/Sheet.js";
import { useSay, useTexts } from "../i18n/index.js";
import { usePlan } from "../plan/plan.js";
import { useAppearance } from "../theme/appearance.js";
import styles from "./change.module.css";

interface Props {
  readonly title: string;
  /** Null: what is filled in is not a change yet. */
  readonly change: Change | null;
  /** The fields that the change is made of. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

export function ChangeSheet({ title, change, children, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  /** What was looked at, and what of: another one is looked at anew. */
  const [seen, setSeen] = useState<{ readonly of: Change; readonly preview: ChangePreview } | null>(null);
  const key = useRef(newKey());
  const looking = useMutation({
    mutationFn: (asked: Change) => previewChange(id, asked, reason.trim()),
    onSuccess: (preview, asked) => {
      key.current = newKey();
      setSeen({ of: asked, preview });
    },
  });
  const applying = useMutation({
    mutationFn: ({ of, preview }: { readonly of: Change; readonly preview: ChangePreview }) =>
      applyChange(id, of, reason.trim(), preview.hash ?? "", key.current),
    onSuccess: async () => {
      say(t("change.done"));
      await client.invalidateQueries({ queryKey: ["plan", id] });
      onClose();
    },
  });
  const error = applying.error ?? looking.error;
  return (
    <Sheet title={title} onClose={onClose} form>
      <div className={styles["form"]}>
        {!seen ? (
          <>
            {children}
            <label className={styles["field"]}>
              <span>{t("change.reason")}</span>
              <Input.TextArea
                rows={2}
                maxLength={4_000}
                placeholder={t("change.reasonHint")}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
              />
            </label>
          </>
        ) : (
          <Effects preview={seen.preview} />
        )}
        {error && <Problems error={error} />}
        <p className={styles["buttons"]}>
          {!seen ? (
            <Button
              type="primary"
              disabled={change === null || reason.trim() === ""}
              loading={looking.isPending}
              onClick={() => change && looking.mutate(change)}
            >
              {t("change.preview")}
            </Button>
          ) : (
            <>
              <Button
                type="primary"
                disabled={seen.preview.hash === null}
                loading={applying.isPending}
                onClick={() => applying.mutate(seen)}
              >
                {t("change.apply")}
              </Button>
              <Button
                onClick={() => {
                  applying.reset();
                  setSeen(null);
                }}
              >
                {t("change.again")}
              </Button>
            </>
          )}
        </p>
      </div>
    </Sheet>
  );
}

/** What would come of it, in the words of the preview. */
function Effects({ preview }: { readonly preview: ChangePreview }) {
  const { t } = useTexts();
  const sayIt = useSay();
  const { language } = useAppearance();
  const lines = preview.lines[language];
  const stops = [
    ...preview.refused.map(({ what, instead }) => `${sayIt(what)}${t("colon")}${sayIt(instead)}`),
    ...preview.needs.map(sayIt),
  ];
  return (
    <>
      {stops.length > 0 && (
        <div role="alert" className={styles["stops"]}>
          <b>{t("change.refused")}</b>
          <ul>
            {stops.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      <h3>{t("change.effects")}</h3>
      {lines.length === 0 ? (
        <p className="quiet">{t("change.nothing")}</p>
      ) : (
        <pre className={styles["lines"]}>{lines.join("\n")}</pre>
      )}
    </>
  );
}

interface Located {
  readonly line: number | null;
  readonly path: string;
  readonly message: { readonly zh: string; readonly en: string };
}

/** Mistakes of a document, each at its line; anything else as ever. */
function Problems({ error }: { readonly error: Error }) {
  const { t } = useTexts();
  const sayIt = useSay();
  const problems = error instanceof Refused ? (error.members["problems"] as readonly Located[] | undefined) : undefined;
  if (!problems) return <Failure error={error} />;
  return (
    <div role="alert" className={styles["stops"]}>
      <b>{t("change.problems")}</b>
      <ul>
        {problems.map(({ line, path, message }) => (
          <li key={`${line} ${path} ${message.en}`}>
            {line !== null && `${t("change.at", { line })} `}
            {sayIt(message)}
          </li>
        ))}
      </ul>
    </div>
  );
}
