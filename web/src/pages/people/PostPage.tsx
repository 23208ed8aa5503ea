/** A post: what it answers for, what it has been told, who holds it. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useParams } from "react-router";
import * as queries from "../../api/queries.js";
import { usePlan } from "../../plan/plan.js";
import { useTitle } from "../../app/useTitle.js";
import { Failure } from "../../components/Failure.js";
import { Fact, Facts } from "../../components/Facts.js";
import { Panel } from "../../components/Panel.js";
import { HolderName, PostLink, postName, UnitLink } from "../../components/people.js";
import { Waiting } from "../../components/Waiting.js";
import { useTexts } from "../../i18n/index.js";
import { useHas } from "../my/Sections.js";
import { Card, Links, useSpan } from "./Card.js";
import { HolderSheet } from "./HolderSheet.js";

export function Page() {
  const { postId = "" } = useParams();
  const { t } = useTexts();
  const { id, plan } = usePlan();
  const may = useHas()(["office"]) && !plan.ended;
  const [open, setOpen] = useState(false);
  const span = useSpan();
  const { data: post, error, refetch } = useQuery(queries.post(id, postId));
  useTitle(post ? postName(post) : t("roster.title"));
  if (!post) return error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting rows={12} />;
  return (
    <Card
      {...post}
      title={`${postName(post)} ${post.holder?.name ?? ""}`}
      kind={t(post.level === "countyLeader" ? "roster.leaders" : "roster.units")}
      list={post.answersFor === "unit" && post.unit ? `items?unit=${encodeURIComponent(post.unit.id)}` : null}
    >
      <Panel
        title={t("item.facts")}
        aside={
          may && (
            <Button size="small" onClick={() => setOpen(true)}>
              {t("holder.button")}
            </Button>
          )
        }
      >
        <Facts>
          <Fact name={t("roster.unit")}>{post.unit && <UnitLink unit={post.unit} />}</Fact>
          <Fact name="">{post.holder === null && <span className="text-red">{t("roster.vacant")}</span>}</Fact>
          <Fact name={t("roster.pairedWith")}>
            {post.pairedWith.length > 0 && <Links to="villages" names={post.pairedWith} />}
          </Fact>
          <Fact name={t("roster.inChargeOf")}>
            {post.inChargeOf.length > 0 && <Links to="units" names={post.inChargeOf} />}
          </Fact>
          <Fact name={t("roster.liaison")}>{post.liaison && <PostLink post={post.liaison} />}</Fact>
          <Fact name={t("roster.fallback")}>
            {post.fallback.length > 0 && (
              <ul>
                {post.fallback.map((holder) => (
                  <li key={holder.post.id}>
                    <HolderName holder={holder} />
                  </li>
                ))}
              </ul>
            )}
          </Fact>
          <Fact name={t("roster.holders")}>
            {post.holders.length > 1 && (
              <ul>
                {post.holders.map((each) => (
                  <li key={`${each.value.id} ${each.from}`}>
                    {each.value.name} <span className="quiet figures">{span(each)}</span>
                  </li>
                ))}
              </ul>
            )}
          </Fact>
        </Facts>
      </Panel>
      {open && <HolderSheet post={post} onClose={() => setOpen(false)} />}
    </Card>
  );
}
