/** A bulletin's document as it will stand on paper: a figure leads to its rows, and the office edits a text where it stands. */
import { Button } from "antd";
import { useState } from "react";
import type { Bulletin } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./bulletin.module.css";

export type Content = NonNullable<Bulletin["content"]>;
type Document = Content["bulletin"];
type Paragraph = Document["sections"][number]["paragraphs"][number];
type Piece = Document["tables"][number]["rows"][number][number];

/** What was changed and not saved yet: by place the new text, or null where it is struck out. */
export type Edits = Readonly<Record<string, string | null>>;

interface Shown {
  readonly onFigure: (key: string) => void;
  /** Absent: it is read only. */
  readonly onEdit?: (at: string, text: string | null) => void;
  readonly edits: Edits;
  readonly english: boolean;
}

function Pieces({ pieces, onFigure }: { readonly pieces: readonly Piece[] } & Pick<Shown, "onFigure">) {
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

function Text({ at, paragraph, shown }: { readonly at: string; readonly paragraph: Paragraph; readonly shown: Shown }) {
  const { t } = useTexts();
  const { edits, onEdit, onFigure, english } = shown;
  const [editing, setEditing] = useState(false);
  const edited = edits[at];
  if (edited === null) return null;
  if (editing && onEdit)
    return (
      <div className={styles["editing"]}>
        <textarea
          rows={5}
          maxLength={4_000}
          aria-label={t("bulletin.edit")}
          value={edited ?? paragraph.template}
          onChange={(event) => onEdit(at, event.target.value)}
        />
        <Button onClick={() => setEditing(false)}>{t("bulletin.edit")}</Button>
        <Button onClick={() => onEdit(at, null)}>{t("bulletin.strike")}</Button>
      </div>
    );
  return (
    <div className={styles["paragraph"]}>
      <p>
        {paragraph.lead !== null && <strong>{paragraph.lead}。</strong>}
        {edited === undefined ? <Pieces pieces={paragraph.zh} onFigure={onFigure} /> : edited}
      </p>
      {english && paragraph.en !== null && edited === undefined && (
        <p className="quiet" lang="en">
          <Pieces pieces={paragraph.en} onFigure={onFigure} />
        </p>
      )}
      {paragraph.unsourced.length > 0 && onEdit && (
        <p className={styles["unsourced"]}>{t("bulletin.unsourced", { numbers: paragraph.unsourced.join("、") })}</p>
      )}
      {onEdit && (
        <Button size="small" type="text" onClick={() => setEditing(true)}>
          {t("bulletin.edit")}
        </Button>
      )}
    </div>
  );
}

function Steps({ steps, shown }: { readonly steps: Content["steps"]; readonly shown: Shown }) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <ol className={styles["steps"]}>
      {steps
        .filter(({ id }) => shown.edits[`steps/${id}/text`] !== null)
        .map(({ id, unit, template, zh, en, by, item }) => (
          <li key={id}>
            <strong>{t("bulletin.nextStep", { unit: unit.name, day: format.day(by) })}</strong>
            {item && <span className="quiet">{t("bulletin.becomesItem")}</span>}
            <Text
              at={`steps/${id}/text`}
              paragraph={{ id, lead: null, template, zh, en, by: "draft", unsourced: [] }}
              shown={shown}
            />
          </li>
        ))}
    </ol>
  );
}

function Annex({ table, onFigure }: { readonly table: Document["tables"][number] } & Pick<Shown, "onFigure">) {
  return (
    <div className={styles["annex"]}>
      <table>
        <caption>{table.title.zh}</caption>
        <thead>
          <tr>
            {table.columns.map(({ title }) => (
              <th key={title.zh} scope="col">
                {title.zh}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.map(({ text }) => text).join("|")}>
              {row.map((piece, index) => (
                <td key={table.columns[index]?.title.zh} style={{ textAlign: table.columns[index]?.align ?? "left" }}>
                  <Pieces pieces={[piece]} onFigure={onFigure} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Props extends Shown {
  readonly name: "bulletin" | "report";
  readonly document: Document;
  readonly content: Content;
}

export function BulletinText({ name, document, content, ...shown }: Props) {
  const format = useFormat();
  return (
    <article className={styles["sheet"]} lang="zh-CN">
      <h2>{document.title.zh}</h2>
      <p>{document.addressee}：</p>
      {document.sections.map(({ id, heading, paragraphs }) => (
        <section key={id}>
          {heading && <h3>{heading.zh}</h3>}
          {paragraphs.map((paragraph) => (
            <Text key={paragraph.id} at={`${name}/${id}/${paragraph.id}`} paragraph={paragraph} shown={shown} />
          ))}
          {id === "steps" && <Steps steps={content.steps} shown={shown} />}
        </section>
      ))}
      <p className={styles["signature"]}>
        {content.issuer}
        <br />
        {format.day(content.asOf)}
      </p>
      {document.tables.map((table) => (
        <Annex key={table.id} table={table} onFigure={shown.onFigure} />
      ))}
    </article>
  );
}
