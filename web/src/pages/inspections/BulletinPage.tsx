/** A round's bulletin: its text with the figures it stands on, the office's edits, the way to the signature, the archive. */
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Segmented, Switch } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Bulletin } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { useHas } from "../my/Sections.js";
import { type Act, BulletinActs, Replies } from "./BulletinActs.js";
import { BulletinText, type Edits } from "./BulletinText.js";
import { RowsSheet } from "./RowsSheet.js";
import styles from "./bulletin.module.css";

const NO_EDITS: Edits = {};

export function Page() {
  const { t } = useTexts();
  const { round = "" } = useParams();
  return <BulletinOf whose={{ kind: "inspections", name: round }} title={t("bulletin.title", { round })} />;
}

interface Whose {
  readonly whose: queries.BulletinOf;
  readonly title: string;
}

/** A round's bulletin, or a month's, which nobody is asked to reply to. */
export function BulletinOf({ whose, title }: Whose) {
  const { id } = usePlan();
  useTitle(title);
  const { data, error } = useQuery(queries.bulletin(id, whose));
  if (error) return <Failure error={error} />;
  return data ? <Loaded whose={whose} title={title} bulletin={data} /> : <Waiting />;
}

function Loaded({ whose, title, bulletin }: Whose & { readonly bulletin: Bulletin }) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, plan } = usePlan();
  const isOffice = useHas()(["office"]) && !plan.ended;
  const { content, step, version } = bulletin;
  const [name, setName] = useState<"bulletin" | "report">("bulletin");
  const [english, setEnglish] = useState(false);
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [reason, setReason] = useState("");
  const [figure, setFigure] = useState<string | null>(null);
  const sender = useSend(
    `bulletin ${whose.name}`,
    ({ path, body }: { readonly path: string; readonly body: object }, key) =>
      post<Bulletin>(`/plans/${encodeURIComponent(id)}${queries.bulletinPath(whose)}/${path}`, body, key),
  );
  const busy = sender.state.phase === "sending";
  const act: Act = async (path, body) => (await sender.send({ path, body })) !== null;
  const changed = Object.entries(edits);
  const isCorrection = step === "signed" || step === "sent";
  const draft = (from?: string): void =>
    void act("draft", {
      ...(from === undefined ? {} : { from, edited: changed.map(([at, text]) => ({ at, text })) }),
      ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
    }).then((done) => done && setEdits(NO_EDITS));
  const acting = { bulletin, isOffice, busy, act, asksReplies: whose.kind === "inspections" };
  const document = content && (name === "report" ? content.report : content.bulletin);
  return (
    <>
      <PageTitle aside={t(`bulletin.steps.${step}`)}>{title}</PageTitle>
      {sender.state.phase === "refused" && <Failure error={sender.state.error} />}
      {sender.state.phase === "unknown" && <Button onClick={() => void sender.again()}>{t("bulletin.failed")}</Button>}
      {!content && <Nothing title={t("bulletin.none")} hint={t("bulletin.noneHint")} />}
      {isOffice && !content && (
        <Button type="primary" loading={busy} onClick={() => draft()}>
          {t("bulletin.draft")}
        </Button>
      )}
      {content && document && (
        <>
          <div className={styles["bar"]}>
            <span>{t("bulletin.asOf", { day: format.day(content.asOf), version: version ?? "" })}</span>
            {content.report && (
              <Segmented
                value={name}
                onChange={setName}
                options={[
                  { value: "bulletin" as const, label: t("bulletin.bulletin") },
                  { value: "report" as const, label: t("bulletin.report") },
                ]}
              />
            )}
            <label>
              <Switch checked={english} onChange={setEnglish} /> {t("bulletin.english")}
            </label>
            <Files whose={whose} version={content.sha256} whole={content.report !== null} />
          </div>
          {isOffice && (
            <div className={styles["bar"]}>
              {isCorrection && (
                <Input
                  aria-label={t("bulletin.reason")}
                  placeholder={t("bulletin.reason")}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
              {changed.length > 0 && (
                <>
                  <span>{t("bulletin.changed", { count: changed.length })}</span>
                  <Button type="primary" loading={busy} onClick={() => draft(content.sha256)}>
                    {t("bulletin.save")}
                  </Button>
                  <Button onClick={() => setEdits(NO_EDITS)}>{t("bulletin.discard")}</Button>
                </>
              )}
              {changed.length === 0 && (
                <Button loading={busy} onClick={() => draft()}>
                  {t("bulletin.redraft")}
                </Button>
              )}
            </div>
          )}
          {changed.length === 0 && <BulletinActs {...acting} />}
          <BulletinText
            name={name}
            document={document}
            content={content}
            edits={edits}
            english={english}
            onFigure={setFigure}
            {...(isOffice ? { onEdit: (at: string, text: string | null) => setEdits({ ...edits, [at]: text }) } : {})}
          />
          {bulletin.replies.length > 0 && (
            <Panel title={t("bulletin.replies")}>
              <Replies {...acting} />
            </Panel>
          )}
          {bulletin.checks && <Checks checks={bulletin.checks} />}
          {figure !== null && (
            <RowsSheet whose={whose} version={content.sha256} figure={figure} onClose={() => setFigure(null)} />
          )}
        </>
      )}
      {bulletin.versions.length > 0 && (
        <Panel title={t("bulletin.archive")}>
          <ul className={styles["rows"]}>
            {bulletin.versions.map(({ version: no, sha256, no: number, on, reason: why }) => (
              <li key={no}>
                <span className={styles["hash"]}>
                  {t("bulletin.archived", { no: number, on: format.day(on), hash: sha256 })}
                </span>
                {why !== null && <span>{why}</span>}
                <Files whose={whose} version={sha256} whole={content?.report !== null} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Files({
  whose,
  version,
  whole,
}: {
  readonly whose: queries.BulletinOf;
  readonly version: string;
  readonly whole: boolean;
}) {
  const { t } = useTexts();
  const { id } = usePlan();
  const at = (file: string): string => queries.bulletinFile(id, whose, version, file);
  return (
    <span className={styles["files"]}>
      <a href={at("bulletin.docx")}>{t("bulletin.files.word")}</a>
      {whole && <a href={at("report.docx")}>{t("bulletin.files.report")}</a>}
      {whole && <a href={at("ledger.xlsx")}>{t("bulletin.files.ledger")}</a>}
    </span>
  );
}

/** Whose reports and checks they are: each unit once. */
const unitsOf = (of: readonly { readonly unit: { readonly name: string } | null }[]): string =>
  [...new Set(of.flatMap(({ unit }) => unit?.name ?? []))].join("、");

/** What does not fit together, and what is said again: for the office to look at. */
function Checks({ checks }: { readonly checks: NonNullable<Bulletin["checks"]> }) {
  const { t } = useTexts();
  const { contradictions, repeated, running } = checks;
  const isNothing = contradictions.length + repeated.length + running.length === 0;
  return (
    <Panel title={t("bulletin.checks")}>
      {isNothing && <p className="quiet">{t("bulletin.nothing")}</p>}
      <ul className={styles["rows"]}>
        {running.map(({ unit, line, cause, rounds }) => (
          <li key={`${unit.id}/${line}/${cause}`}>{t("bulletin.running", { unit: unit.name, line, cause, rounds })}</li>
        ))}
        {repeated.map((text) => (
          <li key={text}>{t("bulletin.repeated", { text })}</li>
        ))}
        {contradictions.map(({ kind, said, of }) => (
          <li key={`${kind}/${said}/${of.map(({ visit, item, line }) => `${visit}${item}${line}`).join()}`}>
            <strong>{t(`bulletin.contradictions.${kind}`)}</strong>
            <span className={styles["hash"]}>{said}</span>
            <span className="quiet">{t("bulletin.contradictedBy", { count: of.length, units: unitsOf(of) })}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
