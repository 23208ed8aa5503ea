/** 审计记录: who signed in, who failed to, and who read what is not theirs. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import * as queries from "../../api/queries.js";
import type { AuditEvent } from "../../api/types.js";
import { useTitle } from "../../app/useTitle.js";
import { Choice } from "../../components/Choice.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { Search } from "../../components/Search.js";
import { useFilter } from "../../components/useFilter.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { zh } from "../../i18n/zh.js";
import { Sections } from "../my/Sections.js";
import styles from "./desk.module.css";

const FILTER = ["kind", "account"] as const;
const KINDS = Object.keys(zh.audit.kinds) as readonly AuditEvent["kind"][];
const PAGE = 100;

const isBy = (value: unknown): value is keyof typeof zh.audit.by => typeof value === "string" && value in zh.audit.by;

export function Page() {
  const { t } = useTexts();
  useTitle(t("audit.title"));
  const { filter, change } = useFilter(FILTER);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = useInfiniteQuery(
    queries.auditPages({ ...filter, limit: PAGE }),
  );
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <Sections />
      <PageTitle>{t("audit.title")}</PageTitle>
      <p className={styles["lead"]}>{t("audit.lead")}</p>
      <div className={styles["list"]}>
        <div className={styles["filter"]} role="search">
          <Choice
            label={t("audit.kind")}
            options={KINDS.map((kind) => ({ value: kind, label: t(`audit.kinds.${kind}`) }))}
            value={filter.kind}
            onChange={(kind) => change({ kind })}
            width={180}
          />
          <div className={styles["word"]}>
            <Search
              label={t("audit.account")}
              value={filter.account ?? ""}
              onSearch={(account) => change({ account: account || null })}
            />
          </div>
        </div>
        {!data ? (
          error ? (
            <Failure error={error} retry={() => void refetch()} />
          ) : (
            <Waiting rows={10} />
          )
        ) : rows.length === 0 ? (
          <Nothing title={t("audit.none")} />
        ) : (
          <div className="earlier" aria-busy={isPlaceholderData}>
            <Events rows={rows} />
          </div>
        )}
        {hasNextPage && (
          <p className={styles["more"]}>
            <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("more")}
            </Button>
          </p>
        )}
      </div>
    </>
  );
}

function Events({ rows }: { readonly rows: readonly AuditEvent[] }) {
  const { t } = useTexts();
  const format = useFormat();
  const columns = ["at", "kind", "account", "subject", "address", "detail"] as const;
  return (
    <table className={styles["events"]}>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {t(`audit.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, at, kind, account, subject, address, detail }) => (
          <tr key={id}>
            <td className="figures">{format.realMoment(at)}</td>
            <td>{t(`audit.kinds.${kind}`)}</td>
            <td>{account ?? <span className="quiet">{t("audit.nobody")}</span>}</td>
            <td className={styles["code"]}>{subject}</td>
            <td className="figures">{address}</td>
            <td className="quiet">
              {Object.entries(detail)
                .map(([name, value]) => (isBy(value) ? t(`audit.by.${value}`) : `${name} ${String(value)}`))
                .join(t("list"))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
