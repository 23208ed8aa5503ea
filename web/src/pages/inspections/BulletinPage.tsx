/** A round's bulletin: its text with the figures it stands on, the office's edits, the way to the signature, the archive. */
import { useQuery } from "@tanstack/react-query";
import { Button, Input, Segmented, Switch } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { roundName } from "../../../../domain/inspections/round-name.js";
import { Told } from "../../actions/Told.js";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Bulletin } from "../../api/types.js";
import { useSend } from "../../actions/useSend.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle, Panel } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useSay, useTexts } from "../../i18n/index.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useHas } from "../my/Sections.js";
import { BulletinActs, Replies } from "./BulletinActs.js";
import { BulletinArchive, BulletinFiles } from "./BulletinArchive.js";
import { BulletinChecks } from "./BulletinChecks.js";
import { BulletinText } from "./BulletinText.js";
import { type Act, type Edits, flagsOf, withEdit } from "./bulletin-edits.js";
import { InspectionSections } from "./InspectionSections.js";
import { RowsSheet } from "./RowsSheet.js";
import styles from "./bulletin.module.css";
import crumbs from "./inspections.module.css";

const NO_EDITS: Edits = {};

export function Page() {
  const { t } = useTexts();
  const say = useSay();
  const path = usePlanPath();
  const { round = "" } = useParams();
  const name = say(roundName(round));
  return (
    <>
      <InspectionSections />
      <p className={crumbs["crumbs"]}>
        <Link to={path("inspections")}>{t("inspections.rounds")}</Link> <span aria-hidden="true">/</span>{" "}
        <Link to={path(`inspections/rounds/${encodeURIComponent(round)}`)}>
          {t("inspections.round.name", { name })}
        </Link>
      </p>
      <BulletinOf whose={{ kind: "inspections", name: round }} title={t("bulletin.title", { round: name })} />
    </>
  );
}

interface Whose {
  readonly whose: queries.BulletinOf;
  readonly title: string;
}

/** A round's bulletin, or a month's, which nobody is asked to reply to. */
export function BulletinOf({ whose, title }: Whose) {
  const { t } = useTexts();
  const { id } = usePlan();
  useTitle(title);
  const { data, error, refetch } = useQuery(queries.bulletin(id, whose));
  return (
    <>
      <PageTitle aside={data && t(`bulletin.steps.${data.step}`)}>{title}</PageTitle>
      {data ? (
        <Loaded whose={whose} bulletin={data} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting rows={12} />
      )}
    </>
  );
}

function Loaded({ whose, bulletin }: Pick<Whose, "whose"> & { readonly bulletin: Bulletin }) {
  const { t } = useTexts();
  const { id, plan } = usePlan();
  const isOffice = useHas()(["office"]) && !plan.ended;
  const { content, step } = bulletin;
  const [edits, setEdits] = useState<Edits>(NO_EDITS);
  const [reason, setReason] = useState("");
  const [editing, setEditing] = useState(false);
  const sender = useSend(
    `bulletin ${whose.kind} ${whose.name}`,
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
    }).then((done) => {
      if (!done) return;
      setEdits(NO_EDITS);
      setReason("");
      setEditing(false);
    });
  const acting = { bulletin, isOffice, busy, act, asksReplies: whose.kind === "inspections" };
  return (
    <>
      <Told state={sender.state} names={new Map()} />
      {sender.state.phase === "unknown" && <Button onClick={() => void sender.again()}>{t("acting.again")}</Button>}
      {!content && <Nothing title={t("bulletin.none")} hint={t("bulletin.noneHint")} />}
      {isOffice && !content && (
        <Button type="primary" loading={busy} onClick={() => draft()}>
          {t("bulletin.draft")}
        </Button>
      )}
      {isOffice && content && (
        <div className={styles["editBar"]} data-changed={changed.length}>
          <label>
            <Switch checked={editing || changed.length > 0} disabled={changed.length > 0} onChange={setEditing} />{" "}
            {t("bulletin.editing")}
          </label>
          {isCorrection && (editing || changed.length > 0) && (
            <Input
              aria-label={t("bulletin.reason")}
              placeholder={t("bulletin.reason")}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
          {changed.length > 0 ? (
            <>
              <b>{t("bulletin.changed", { count: changed.length })}</b>
              <Button
                type="primary"
                loading={busy}
                disabled={isCorrection && reason.trim() === ""}
                onClick={() => draft(content.sha256)}
              >
                {t("bulletin.save")}
              </Button>
              <Button onClick={() => setEdits(NO_EDITS)}>{t("bulletin.discard")}</Button>
            </>
          ) : (
            editing && (
              <Button loading={busy} disabled={isCorrection && reason.trim() === ""} onClick={() => draft()}>
                {t("bulletin.redraft")}
              </Button>
            )
          )}
        </div>
      )}
      {content && changed.length === 0 && <BulletinActs {...acting} />}
      {content && (
        <Texts
          whose={whose}
          bulletin={bulletin}
          content={content}
          edits={edits}
          {...(isOffice && (editing || changed.length > 0)
            ? { onEdit: (at: string, text: string | null | undefined) => setEdits((now) => withEdit(now, at, text)) }
            : {})}
        />
      )}
      {bulletin.replies.length > 0 && (
        <Panel title={t("bulletin.replies")}>
          <Replies {...acting} />
        </Panel>
      )}
      {bulletin.checks && <BulletinChecks checks={bulletin.checks} />}
      <BulletinArchive whose={whose} bulletin={bulletin} />
    </>
  );
}

interface TextsProps {
  readonly whose: queries.BulletinOf;
  readonly bulletin: Bulletin;
  readonly content: NonNullable<Bulletin["content"]>;
  readonly edits: Edits;
  readonly onEdit?: (at: string, text: string | null | undefined) => void;
}

/** The bulletin, or the report upward: figures lead to their rows. */
function Texts({ whose, bulletin, content, edits, onEdit }: TextsProps) {
  const { t } = useTexts();
  const format = useFormat();
  const [name, setName] = useState<"bulletin" | "report">("bulletin");
  const [english, setEnglish] = useState(false);
  const [figure, setFigure] = useState<string | null>(null);
  const document = (name === "report" ? content.report : null) ?? content.bulletin;
  const signed = bulletin.versions.find(({ sha256 }) => sha256 === content.sha256);
  return (
    <>
      <div className={styles["bar"]}>
        <span>{t("bulletin.asOf", { day: format.day(content.asOf), version: bulletin.version ?? "" })}</span>
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
        <BulletinFiles whose={whose} version={content.sha256} whole={content.report !== null} />
      </div>
      <p className="quiet">{t("bulletin.figuresHint")}</p>
      <BulletinText
        name={name}
        document={document}
        content={content}
        signedOn={signed?.on ?? null}
        edits={edits}
        english={english}
        flags={flagsOf(bulletin.checks)}
        onFigure={setFigure}
        {...(onEdit ? { onEdit } : {})}
      />
      {figure !== null && (
        <RowsSheet whose={whose} version={content.sha256} figure={figure} onClose={() => setFigure(null)} />
      )}
    </>
  );
}
