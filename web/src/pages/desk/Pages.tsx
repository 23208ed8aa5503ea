/** A list that is read on page by page. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { Failure } from "../../components/Failure.js";
import { Nothing } from "../../components/Panel.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import styles from "./desk.module.css";

interface Props<R> {
  readonly list: UseInfiniteQueryResult<InfiniteData<{ readonly rows: readonly R[] }, unknown>, Error>;
  readonly nothing: string;
  readonly children: (row: R) => ReactNode;
}

export function Pages<R>({ list, nothing, children }: Props<R>) {
  const { t } = useTexts();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } = list;
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={8} />;
  const rows = data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) return <Nothing title={nothing} />;
  return (
    <>
      <ul className={`${styles["rows"]} earlier`} aria-busy={isPlaceholderData}>
        {rows.map(children)}
      </ul>
      {hasNextPage && (
        <p className={styles["more"]}>
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("more")}
          </Button>
        </p>
      )}
    </>
  );
}
