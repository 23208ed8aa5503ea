/** 文书: the mailbox. On a wide screen the list stands beside the open letter; on a narrow one they take turns. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { Link, useLocation, useParams } from "react-router";
import { INSTRUMENTS } from "../../../../domain/instruments/instruments.js";
import * as queries from "../../api/queries.js";
import type { Letter } from "../../api/types.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { Failure } from "../../components/Failure.js";
import { Nothing, PageTitle } from "../../components/Panel.js";
import { postName } from "../../components/people.js";
import { useFilter } from "../../components/useFilter.js";
import { useNarrow } from "../../components/useNarrow.js";
import { Waiting } from "../../components/Waiting.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { LETTER_FILTER, LetterFilters } from "./LetterFilters.js";
import { LetterView } from "./LetterView.js";
import { STATE_TONE } from "./state-tone.js";
import styles from "./letters.module.css";

const PAGE = 50;

export function Page() {
  const { t } = useTexts();
  useTitle(t("letters.title"));
  const { letterId: named } = useParams();
  const narrow = useNarrow(1000);
  const { filter } = useFilter(LETTER_FILTER);
  const newest = useNewest();
  const letterId = named ?? (narrow ? undefined : newest);
  const open = letterId !== undefined;
  return (
    <>
      {!(narrow && open) && (
        <div className={styles["heading"]}>
          <PageTitle aside={<ExportLinks list="letters" query={filter} />}>{t("letters.title")}</PageTitle>
        </div>
      )}
      <div className={styles["page"]} data-open={open}>
        {!(narrow && open) && <LetterList letterId={letterId} />}
        {open ? (
          <LetterView letterId={letterId} key={letterId} back={narrow} />
        ) : (
          !narrow && (
            <div className={styles["none"]}>
              <Nothing title={t("letters.choose")} />
            </div>
          )
        )}
      </div>
    </>
  );
}

function useLetterList() {
  const { id } = usePlan();
  const filter = useFilter(LETTER_FILTER);
  const query = useMemo(() => ({ ...filter.filter, limit: PAGE }), [filter.filter]);
  return { filter, query, ...useInfiniteQuery(queries.letterPages(id, query)) };
}

/** The newest letter that the filter lets through. It stays the one shown when a newer arrives: somebody may be reading it. */
function useNewest(): string | undefined {
  const { query, data, isPlaceholderData } = useLetterList();
  const first = isPlaceholderData ? undefined : data?.pages[0]?.rows[0]?.id;
  const [kept, setKept] = useState<{ readonly query: object; readonly id: string } | null>(null);
  if (first !== undefined && kept?.query !== query) setKept({ query, id: first });
  return kept?.query === query ? kept.id : first;
}

function LetterList({ letterId }: { readonly letterId: string | undefined }) {
  const { t } = useTexts();
  const format = useFormat();
  const { filter, data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } =
    useLetterList();
  const [first] = data?.pages ?? [];
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  return (
    <div className={styles["list"]}>
      <LetterFilters {...filter} states={first?.states} />
      {error && !data ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !first ? (
        <Waiting rows={12} />
      ) : rows.length === 0 ? (
        <Nothing title={t("letters.empty")} hint={t("letters.emptyHint")} />
      ) : (
        <ul className={`${styles["rows"]} earlier`} aria-busy={isPlaceholderData}>
          {rows.map((row, at) => (
            <li key={row.id}>
              {row.on !== rows[at - 1]?.on && <h2 className={styles["day"]}>{format.day(row.on)}</h2>}
              <Row letter={row} open={row.id === letterId} />
            </li>
          ))}
        </ul>
      )}
      {first && first.total > 0 && (
        <p className={styles["foot"]}>
          <output className="quiet figures">
            {t("letters.shown", { shown: format.count(rows.length), total: format.count(first.total) })}
          </output>
          {hasNextPage && (
            <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t("more")}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

function Row({ letter, open }: { readonly letter: Letter; readonly open: boolean }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const { search } = useLocation();
  return (
    <Link
      to={{ pathname: path(`letters/${encodeURIComponent(letter.id)}`), search }}
      preventScrollReset
      className={styles["row"]}
      aria-current={open ? "true" : undefined}
      data-letter={letter.id}
    >
      <b>{t(`form.${letter.form}`)}</b>
      <span className={styles["who"]}>
        {letter.person?.name ?? (letter.post ? postName(letter.post) : t("letters.noPerson"))}
      </span>
      <span className={`${STATE_TONE[letter.state]} ${styles["state"]}`}>{t(`letterState.${letter.state}`)}</span>
      <small>
        {[
          // What tells of a round or a package is about no item.
          ...(letter.items > 0
            ? [
                t(INSTRUMENTS[letter.instrument].monthlyList ? "letters.itemsOfList" : "letters.items", {
                  count: letter.items,
                }),
              ]
            : []),
          ...(letter.supplement > 0 ? [t("letters.supplement", { no: letter.supplement })] : []),
          ...(letter.documentNo ? [letter.documentNo] : []),
        ].join(" · ")}
      </small>
    </Link>
  );
}
