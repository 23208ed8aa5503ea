/** A letter as it looks, what became of it, and the items it speaks of. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { type ReactNode, useRef, useState } from "react";
import { Link, useLocation } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import * as queries from "../../api/queries.js";
import type { LetterDetail, Notice } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { Failure } from "../../components/Failure.js";
import { Icon } from "../../components/Icon.js";
import { postName } from "../../components/people.js";
import { placeName } from "../../components/place.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { LetterFrame } from "./LetterFrame.js";
import { LetterHandling } from "./LetterHandling.js";
import { STATE_TONE } from "./state-tone.js";
import styles from "./letters.module.css";

type Shape = "zh" | "en" | "text" | "copy";

export function LetterView({ letterId, back }: { readonly letterId: string; readonly back: boolean }) {
  const { t } = useTexts();
  const { id } = usePlan();
  const path = usePlanPath();
  const { search } = useLocation();
  const [shape, setShape] = useState<Shape>("zh");
  const frame = useRef<HTMLIFrameElement>(null);
  const { data, error, refetch } = useQuery({
    ...queries.letter(id, letterId, shape === "en" ? "en" : "zh"),
    placeholderData: keepPreviousData,
  });
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={14} />;
  return (
    <article className={styles["letter"]} aria-label={data.subject}>
      <div className={styles["tools"]}>
        {back && (
          <Link to={{ pathname: path("letters"), search }} className={styles["back"]}>
            <Icon name="back" /> {t("letters.back")}
          </Link>
        )}
        <Segmented<Shape>
          value={shape}
          onChange={setShape}
          options={[
            { value: "zh", label: t("letters.asSent") },
            { value: "en", label: t("letters.english") },
            { value: "text", label: t("letters.plain") },
            { value: "copy", label: t("letters.copyText") },
          ]}
        />
        <Button
          icon={<Icon name="print" />}
          disabled={shape === "text" || shape === "copy"}
          onClick={() => frame.current?.contentWindow?.print()}
        >
          {t("letters.print")}
        </Button>
        <Button icon={<Icon name="download" />} href={queries.letterDocumentAddress(id, letterId)}>
          {t("letters.word")}
        </Button>
        {shape === "copy" && <CopyButton text={data.copyText} />}
        <LetterHandling letter={data} />
      </div>
      <Receipts letter={data} />
      {shape === "text" || shape === "copy" ? (
        <pre className={styles["text"]}>{shape === "copy" ? data.copyText : data.text}</pre>
      ) : (
        <LetterFrame html={data.html} title={data.subject} frame={frame} />
      )}
      <About notices={data.told} />
    </article>
  );
}

/** Where the browser gives no way to its clipboard (plain HTTP), the text is there to be selected. */
function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState<string>();
  // Undefined outside of a secure context, whatever its type says.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return null;
  const copy = async (): Promise<void> => {
    await clipboard.writeText(text);
    setCopied(text);
  };
  return <Button onClick={() => void copy()}>{t(copied === text ? "letters.copied" : "letters.copy")}</Button>;
}

function Receipts({ letter }: { readonly letter: LetterDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  const attempts = Math.max(0, ...letter.deliveries.map((delivery) => delivery.attempts));
  const facts: readonly [string, ReactNode][] = [
    [t("letters.person"), letter.person?.name ?? (letter.post ? postName(letter.post) : t("letters.noPerson"))],
    [
      t("letters.state"),
      <b key="state" className={STATE_TONE[letter.state]}>
        {t(`letterState.${letter.state}`)}
      </b>,
    ],
    [t("letters.closedAt"), format.moment(letter.closedAt)],
    ...(letter.documentNo ? [[t("letters.documentNo"), letter.documentNo] as const] : []),
    ...(letter.sentAt ? [[t("letters.sentAt"), format.realMoment(letter.sentAt)] as const] : []),
    ...(letter.handedOver
      ? [
          [
            t("paper.handedOver"),
            t("paper.handedOverBy", {
              ...letter.handedOver,
              receivedOn: format.day(letter.handedOver.receivedOn),
            }),
          ] as const,
        ]
      : []),
    ...(attempts > 0 ? [[t("letters.attempts"), attempts] as const] : []),
    ...(letter.lastError
      ? [
          [
            t("letters.lastError"),
            <span key="error" className="text-red">
              {letter.lastError}
            </span>,
          ] as const,
        ]
      : []),
    ...(letter.deliveries.some(({ channel }) => channel !== "mail")
      ? [[t("letters.ways"), <Ways key="ways" letter={letter} />] as const]
      : []),
    [t("letters.messageId"), <code key="id">{letter.messageId}</code>],
  ].map(([name, value]) => [name as string, value as ReactNode]);
  return (
    <dl className={`${styles["receipts"]} figures`} aria-label={t("letters.receipts")}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How each channel stands by which the letter goes. */
function Ways({ letter }: { readonly letter: LetterDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <ul className={styles["ways"]}>
      {letter.deliveries.map(({ channel, state, sentAt, lastError }) => (
        <li key={channel}>
          {t(`channel.${channel}`)} <b className={STATE_TONE[state]}>{t(`letterState.${state}`)}</b>
          {sentAt && <small className="quiet"> {format.realMoment(sentAt)}</small>}
          {lastError && <small className="text-red"> {lastError}</small>}
        </li>
      ))}
    </ul>
  );
}

function About({ notices }: { readonly notices: readonly Notice[] }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const about = new Map(notices.flatMap((notice) => (notice.item ? [[notice.item.id, notice] as const] : [])));
  if (about.size === 0) return null;
  return (
    <section className={styles["about"]} aria-label={t("letters.about")}>
      <h2>
        {t("letters.about")} <span className="quiet figures">{about.size}</span>
      </h2>
      <ul>
        {[...about.values()].map((notice) => (
          <li key={notice.item?.id}>
            <Link to={path(`items/${itemAddress(notice.item?.id ?? "")}`)}>
              {placeName(notice, t("wholeCounty"))} · {notice.item?.name}
            </Link>{" "}
            <small className="quiet">
              {t(`role.${notice.role}`)} {postName(notice.post)}
              {notice.fallbackFor && ` (${t("item.insteadOf", { post: postName(notice.fallbackFor) })})`}
              {notice.upFrom && ` (${t("item.upFrom", { post: postName(notice.upFrom) })})`}
              {notice.substituteFor && ` (${t("item.substituteFor", { person: notice.substituteFor.name })})`}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
