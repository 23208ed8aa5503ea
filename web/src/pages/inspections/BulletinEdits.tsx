/** Texts of a bulletin that the office edits where they stand: paragraphs with their figures, and single lines. */
import { Button } from "antd";
import { useState } from "react";
import type { Bulletin } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./bulletin.module.css";
import type { Shown } from "./bulletin-edits.js";

type Content = NonNullable<Bulletin["content"]>;
export type Paragraph = Content["bulletin"]["sections"][number]["paragraphs"][number];
type Piece = Paragraph["zh"][number];

export function Pieces({ pieces, onFigure }: { readonly pieces: readonly Piece[] } & Pick<Shown, "onFigure">) {
  const { t } = useTexts();
  return pieces.map(({ text, figure }, index) =>
    figure === null ? (
      // Pieces of one text, in its order.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index}>{text}</span>
    ) : (
      <button
        // oxlint-disable-next-line react/no-array-index-key
        key={index}
        type="button"
        className={styles["figure"]}
        aria-label={t("bulletin.figure", { value: text })}
        onClick={() => onFigure(figure)}
      >
        {text}
      </button>
    ),
  );
}

interface TextProps {
  readonly at: string;
  readonly paragraph: Paragraph;
  readonly shown: Shown;
}

export function EditedText({ at, paragraph, shown }: TextProps) {
  const { t } = useTexts();
  const { edits, onEdit, onFigure, english } = shown;
  const [editing, setEditing] = useState(false);
  const edited = edits[at];
  if (edited === null)
    return (
      <p className={styles["struck"]}>
        <del>{paragraph.zh.map(({ text }) => text).join("")}</del>{" "}
        <Button size="small" onClick={() => onEdit?.(at, undefined)}>
          {t("bulletin.restore")}
        </Button>
      </p>
    );
  if (editing && onEdit)
    return <Editor at={at} paragraph={paragraph} shown={shown} onEdit={onEdit} onDone={() => setEditing(false)} />;
  return (
    <div className={styles["paragraph"]}>
      <p>
        {paragraph.lead !== null && <strong>{paragraph.lead}。</strong>}
        {edited === undefined ? <Pieces pieces={paragraph.zh} onFigure={onFigure} /> : filled(edited, paragraph)}
      </p>
      {english && paragraph.en !== null && edited === undefined && (
        <p className="quiet" lang="en">
          <Pieces pieces={paragraph.en} onFigure={onFigure} />
        </p>
      )}
      <Told paragraph={paragraph} template={edited ?? paragraph.template} shown={shown} />
      {onEdit && (
        <Button size="small" onClick={() => setEditing(true)}>
          {t("bulletin.edit")}
        </Button>
      )}
    </div>
  );
}

/** Figures of a paragraph by their keys, as its text has them. */
const figuresOf = ({ zh }: Paragraph): Map<string, string> =>
  new Map(zh.flatMap(({ text, figure }) => (figure === null ? [] : [[figure, text] as const])));

/** An edited text before it is saved: its own figures in their places. */
function filled(text: string, paragraph: Paragraph): string {
  const figures = figuresOf(paragraph);
  return text.replace(/\{([^{}]+)\}/g, (token, key: string) => figures.get(key) ?? token);
}

/** What the office is told beside a text: for it alone, in no document. */
function Told({ paragraph, template, shown }: Omit<TextProps, "at"> & { readonly template: string }) {
  const { t } = useTexts();
  const { flags } = shown;
  const rounds = flags.running(paragraph.id);
  return (
    <>
      {flags.repeatedIn(template) && (
        <p className={styles["flag"]} data-flag="repeated">
          {t("bulletin.flags.repeated")}
        </p>
      )}
      {rounds > 0 && (
        <p className={styles["flag"]} data-flag="running">
          {t("bulletin.flags.running", { count: rounds })}
        </p>
      )}
      {flags.isOffice && template === paragraph.template && paragraph.unsourced.length > 0 && (
        <p className={styles["unsourced"]}>{t("bulletin.unsourced", { numbers: paragraph.unsourced.join("、") })}</p>
      )}
    </>
  );
}

interface EditorProps extends TextProps {
  readonly onEdit: NonNullable<Shown["onEdit"]>;
  readonly onDone: () => void;
}

function Editor({ at, paragraph, shown, onEdit, onDone }: EditorProps) {
  const { t } = useTexts();
  const text = shown.edits[at] ?? paragraph.template;
  const figures = [...figuresOf(paragraph)];
  return (
    <div className={styles["editing"]}>
      <textarea
        rows={5}
        maxLength={4_000}
        aria-label={t("bulletin.edit")}
        value={text}
        onChange={(event) => {
          const { value } = event.target;
          onEdit(at, value === paragraph.template ? undefined : value);
        }}
      />
      {figures.length > 0 && (
        <p className="quiet">
          {t("bulletin.tokens")}
          {figures.map(([key, value]) => `{${key}}＝${value}`).join("，")}
        </p>
      )}
      <Told paragraph={paragraph} template={text} shown={shown} />
      <div className={styles["bar"]}>
        <Button type="primary" onClick={onDone}>
          {t("bulletin.edited")}
        </Button>
        <Button
          onClick={() => {
            onEdit(at, undefined);
            onDone();
          }}
        >
          {t("bulletin.asBefore")}
        </Button>
        <Button danger onClick={() => onEdit(at, null)}>
          {t("bulletin.strike")}
        </Button>
      </div>
    </div>
  );
}

interface LineProps {
  readonly at: string;
  readonly text: string;
  readonly label: string;
  readonly shown: Shown;
}

/** A title or an addressee: one line. */
export function EditedLine({ at, text, label, shown: { edits, onEdit } }: LineProps) {
  const { t } = useTexts();
  const [editing, setEditing] = useState(false);
  const value = edits[at] ?? text;
  if (!onEdit) return value;
  if (!editing)
    return (
      <>
        {value}{" "}
        <Button size="small" aria-label={t("bulletin.editOf", { what: label })} onClick={() => setEditing(true)}>
          {t("bulletin.edit")}
        </Button>
      </>
    );
  return (
    <span className={styles["bar"]}>
      <input
        className={styles["line"]}
        aria-label={label}
        maxLength={200}
        value={value}
        onChange={(event) => onEdit(at, event.target.value === text ? undefined : event.target.value)}
      />
      <Button type="primary" size="small" onClick={() => setEditing(false)}>
        {t("bulletin.edited")}
      </Button>
    </span>
  );
}
