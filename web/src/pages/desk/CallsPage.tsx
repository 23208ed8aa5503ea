/** 电话催办: who was called about what, the newest first. A call is logged at its item. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { itemAddress } from "../../../../domain/items/item-address.js";
import * as queries from "../../api/queries.js";
import { usePlan, usePlanPath } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { ExportLinks } from "../../components/ExportLinks.js";
import { PageTitle } from "../../components/Panel.js";
import { PostLink, postName } from "../../components/people.js";
import { placeName } from "../../components/place.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { Sections, useHas } from "../my/Sections.js";
import { CallSheet } from "./CallSheet.js";
import styles from "./desk.module.css";
import { Pages } from "./Pages.js";

const CALLERS = ["office", "supervisionOffice"] as const;

export function Page() {
  const { t } = useTexts();
  useTitle(t("desk.calls"));
  const format = useFormat();
  const path = usePlanPath();
  const { id, plan } = usePlan();
  const may = useHas()(CALLERS) && !plan.ended;
  const [open, setOpen] = useState(false);
  const list = useInfiniteQuery(queries.callPages(id));
  return (
    <>
      <Sections />
      <PageTitle
        aside={
          <>
            <ExportLinks list="calls" />
            {may && (
              <Button type="primary" onClick={() => setOpen(true)}>
                {t("desk.addCall")}
              </Button>
            )}
          </>
        }
      >
        {t("desk.calls")}
      </PageTitle>
      <p className={styles["lead"]}>{t("desk.callsLead")}</p>
      <div className={styles["list"]}>
        <Pages list={list} nothing={t("desk.noCalls")}>
          {({ item, to, text, by, at }) => (
            <li key={`${at} ${item.id} ${text}`}>
              <p className={styles["first"]}>
                <time className="figures">{format.moment(at)}</time>
                {"title" in to ? <PostLink post={to} /> : <span>{to.name}</span>}
              </p>
              <p>{text}</p>
              <p className={styles["under"]}>
                <Link to={path(`items/${itemAddress(item.id)}`)}>
                  {placeName(item, t("wholeCounty"))} {item.title}
                </Link>{" "}
                · {by.person.name} {postName(by.post)}
              </p>
            </li>
          )}
        </Pages>
      </div>
      {open && <CallSheet onClose={() => setOpen(false)} />}
    </>
  );
}
