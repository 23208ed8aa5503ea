/** What is owed and who answers for it. */
import { Link } from "react-router";
import type { ItemDetail } from "../../api/types.js";
import { Fact, Facts } from "../../components/Facts.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import { useTitleOf } from "../../components/titles.js";
import { registerAddress } from "../../../../domain/registers/register-address.js";
import { HolderName, HolderOnly, UnitLink } from "../../components/people.js";
import styles from "./story.module.css";

export function ItemFacts({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  return (
    <>
      <Panel title={t("item.deadline")}>
        <Deadline item={item} />
      </Panel>
      <Panel title={t("item.owes")}>
        <Owes item={item} />
      </Panel>
      {item.pairing && (
        <Panel title={t("item.pairing")}>
          <Facts>
            <Fact name={t("item.countyLeader")}>
              <HolderName holder={item.pairing.countyLeader} />
            </Fact>
            <Fact name={t("item.departmentHead")}>
              <HolderName holder={item.pairing.departmentHead} />
            </Fact>
            <Fact name={t("item.helpingUnit")}>
              <UnitLink unit={item.pairing.helpingUnit} />
            </Fact>
          </Facts>
        </Panel>
      )}
      <Panel title={t("item.criteria")}>
        <Criteria item={item} />
      </Panel>
      {item.drafts.length > 0 && <Drafts item={item} />}
      {item.notices.length > 0 && (
        <Panel title={t("item.notices")}>
          <dl className={styles["counts"]}>
            {item.notices.map(({ instrument, count }) => (
              <div key={instrument}>
                <dt>{t(`instrument.${instrument as "reminder"}`)}</dt>
                <dd className="figures">{count}</dd>
              </div>
            ))}
          </dl>
        </Panel>
      )}
    </>
  );
}

function Deadline({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  const { reading } = item;
  return (
    <>
      <p className={styles["deadline"]}>
        <b className="figures">{format.day(item.deadline)}</b>
        {item.deadline !== item.originalDeadline && (
          <s className="quiet figures">{t("item.original", { date: format.day(item.originalDeadline) })}</s>
        )}
      </p>
      <Facts>
        <Fact name={t("item.reading")}>
          “{reading.text}”{" "}
          <span className="quiet">{t(reading.basis === "literal" ? "item.literal" : "item.inferred")}</span>
          {reading.note !== null && <small className="quiet">{reading.note}</small>}
          {reading.alternative !== null && (
            <small className="quiet">{t("item.alternative", { date: format.day(reading.alternative) })}</small>
          )}
        </Fact>
        <Fact name={t("item.clause")}>{item.clause}</Fact>
      </Facts>
    </>
  );
}

function Owes({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const { desk, head, leaderInCharge } = item.owes;
  return (
    <>
      <p className={styles["unit"]}>
        <UnitLink unit={item.owes.unit} />
      </p>
      <Facts>
        <Fact name={t("item.desk")}>
          <HolderOnly holder={desk} />
        </Fact>
        <Fact name={t("item.head")}>
          <HolderOnly holder={head} />
        </Fact>
        {leaderInCharge && (
          <Fact name={t("item.leaderInCharge")}>
            <HolderName holder={leaderInCharge} />
          </Fact>
        )}
        {item.supporting.length > 0 && (
          <Fact name={t("item.supporting")}>
            <Supporting units={item.supporting} />
          </Fact>
        )}
        {item.verifier && <Fact name={t("item.verifier")}>{item.verifier.name}</Fact>}
        {item.township && <Fact name={t("item.township")}>{item.township.name}</Fact>}
      </Facts>
    </>
  );
}

function Supporting({ units }: { readonly units: ItemDetail["supporting"] }) {
  const { t } = useTexts();
  return (
    <ul>
      {units.map(({ unit, workingDaysBefore, delivered }) => (
        <li key={unit.id}>
          <UnitLink unit={unit} />{" "}
          {workingDaysBefore !== null && (
            <span className={delivered ? "text-green" : "quiet"}>
              {delivered ? t("item.delivered") : t("item.before", { count: workingDaysBefore })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function Criteria({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const path = usePlanPath();
  const titleOf = useTitleOf();
  return (
    <>
      <p>{item.closeCriteria}</p>
      {item.metric && (
        <p className={styles["metric"]}>
          {item.metric.name}
          {t("colon")}
          <b className="figures">
            {item.metric.target}
            {item.metric.unit}
          </b>
          <small className="quiet">{item.metric.formula}</small>
        </p>
      )}
      {item.computed && (
        <p className={styles["metric"]}>
          {t("registers.fromRegister")}
          {t("colon")}
          <Link
            to={path(registerAddress(item.computed.register, { id: item.computed.figure, scope: item.computed.scope }))}
          >
            {titleOf(item.computed)}
          </Link>{" "}
          <b className="figures">
            {item.computed.total === null
              ? t("registers.waits")
              : t("registers.of", { done: item.computed.done ?? 0, total: item.computed.total })}
          </b>
        </p>
      )}
      <h3 className={styles["small"]}>{t("item.evidence")}</h3>
      <ul className={styles["bullets"]}>
        {item.evidence.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  );
}

/** Letters that wait for a signature. */
function Drafts({ item }: { readonly item: ItemDetail }) {
  const { t } = useTexts();
  const format = useFormat();
  return (
    <Panel title={t("item.drafts")}>
      <ul className={styles["bullets"]}>
        {item.drafts.map((each) => (
          <li key={each.rung}>
            {t(`instrument.${each.instrument as "supervise"}`)}{" "}
            <span className="quiet">{t("item.draftedOn", { date: format.day(each.draftedOn) })}</span>
            {each.held && <span className="text-yellow"> {t("item.held")}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
