/** A bulletin's document as it will stand on paper: a figure leads to its rows, and the office edits a text where it stands. */
import type { Bulletin } from "../../api/types.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./bulletin.module.css";
import { EditedLine, EditedText, Pieces } from "./BulletinEdits.js";
import type { Shown } from "./bulletin-edits.js";
import { BulletinSteps } from "./BulletinSteps.js";

export type Content = NonNullable<Bulletin["content"]>;
type Document = Content["bulletin"];

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
  /** The day of the signature; null: it is not signed yet. */
  readonly signedOn: string | null;
}

export function BulletinText({ name, document, content, signedOn, ...shown }: Props) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <article className={styles["sheet"]} lang="zh-CN">
      <h2>
        <EditedLine at={`${name}/title`} text={document.title.zh} label={t("bulletin.documentTitle")} shown={shown} />
      </h2>
      <p>
        <EditedLine at={`${name}/addressee`} text={document.addressee} label={t("bulletin.addressee")} shown={shown} />
        ：
      </p>
      {document.sections.map(({ id, heading, paragraphs }) => (
        <section key={id}>
          {heading && <h3>{heading.zh}</h3>}
          {paragraphs.map((paragraph) => (
            <EditedText key={paragraph.id} at={`${name}/${id}/${paragraph.id}`} paragraph={paragraph} shown={shown} />
          ))}
          {id === "steps" && <BulletinSteps steps={content.steps} shown={shown} />}
        </section>
      ))}
      <p className={styles["signature"]}>
        {content.issuer}
        <br />
        {signedOn === null ? <span className="quiet">{t("bulletin.dayOfSignature")}</span> : format.day(signedOn)}
      </p>
      {document.tables.map((table) => (
        <Annex key={table.id} table={table} onFigure={shown.onFigure} />
      ))}
    </article>
  );
}
