/** Where one is signed in: each ended alone, or all others at once. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { Session } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./account.module.css";
import { Refusal } from "./parts.js";
import { cutText } from "../../../../domain/language/text.js";

export function SessionsPanel() {
  const { t } = useTexts();
  const queryClient = useQueryClient();
  const { data, error } = useQuery(queries.sessions);
  const again = () => queryClient.invalidateQueries({ queryKey: queries.sessions.queryKey });
  const others = useMutation({ mutationFn: () => post("/me/sessions/end-others", {}), onSuccess: again });
  return (
    <Panel title={t("account.sessions")}>
      <div className={styles["form"]}>
        <p className="quiet">{t("account.sessionsLead")}</p>
        <Refusal error={error ?? others.error} />
        {data && (
          <ul className={styles["tokens"]}>
            {data.sessions.map((session) => (
              <SessionRow key={session.id} session={session} onEnded={again} />
            ))}
          </ul>
        )}
        {data && data.sessions.length > 1 && (
          <div>
            <Button loading={others.isPending} onClick={() => others.mutate()}>
              {t("account.endOthers")}
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

interface RowProps {
  readonly session: Session;
  readonly onEnded: () => Promise<void>;
}

function SessionRow({ session, onEnded }: RowProps) {
  const { t } = useTexts();
  const format = useFormat();
  const { id, current, cameBy, address, userAgent, beganAt, lastUsedAt } = session;
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post(`/me/sessions/${id}/end`, {}),
    onSuccess: onEnded,
  });
  const facts = [
    t(`account.cameBy.${cameBy}`),
    address,
    t("account.began", { time: format.realMoment(beganAt) }),
    lastUsedAt === null ? null : t("account.lastUsed", { time: format.realMoment(lastUsedAt) }),
  ];
  const name = browserOf(userAgent) ?? t("account.unknownBrowser");
  return (
    <li>
      <span>
        <strong>{name}</strong> {current && <span className="text-green">{t("account.thisSession")}</span>}{" "}
        <span className="quiet">{facts.filter((fact) => fact !== null).join(" · ")}</span>
      </span>
      <Refusal error={error} />
      {!current && (
        <Button
          size="small"
          loading={isPending}
          aria-label={t("account.endSessionOf", { name })}
          onClick={() => mutate()}
        >
          {t("account.endSession")}
        </Button>
      )}
    </li>
  );
}

/** Browsers and systems as people call them; browsers name those that they resemble, so the first of these counts. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger|wxwork/i, "微信"],
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, "Windows"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

function browserOf(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const named = (list: typeof BROWSERS): string[] =>
    list.flatMap(([sign, name]) => (sign.test(userAgent) ? [name] : []));
  const words = [...named(BROWSERS).slice(0, 1), ...named(SYSTEMS).slice(0, 1)];
  return words.length > 0 ? words.join(" · ") : cutText(userAgent, 40);
}
