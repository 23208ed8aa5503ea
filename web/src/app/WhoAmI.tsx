/** In the header: who is signed in, and the way to their account and out. */
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Link } from "react-router";
import * as queries from "../api/queries.js";
import type { PlanMe } from "../api/types.js";
import { Icon } from "../components/Icon.js";
import { useCapacityName } from "../components/people.js";
import { useSay, useTexts } from "../i18n/index.js";
import { useSignOut } from "./useSignOut.js";
import styles from "./who.module.css";

/** `plan`: who it is in the open plan, where one is open. */
export function WhoAmI({ plan }: { readonly plan?: PlanMe | undefined }) {
  const { t } = useTexts();
  const say = useSay();
  const { data: me } = useQuery(queries.me);
  const signOut = useSignOut();
  const capacityName = useCapacityName();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: PointerEvent): void => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, [open]);
  if (!me) return null;
  const name = plan?.person?.name ?? me.name;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    setOpen(false);
    place.current?.querySelector("button")?.focus();
  };
  return (
    // Keys that come up from the buttons and links inside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles["who"]} ref={place} onKeyDown={onKey}>
      <button
        type="button"
        className={styles["button"]}
        aria-expanded={open}
        aria-controls={id}
        aria-label={t("account.signedInAs", { name })}
        onClick={() => setOpen(!open)}
      >
        <Icon name="person" />
        <span className={styles["name"]}>{name}</span>
        <Icon name="down" size={10} />
      </button>
      <div id={id} className={styles["sheet"]} hidden={!open}>
        <p className={styles["account"]}>
          <strong>{name}</strong>
          <span className="quiet">{me.account}</span>
        </p>
        {plan && plan.roles.length > 0 && (
          <ul className={styles["roles"]} aria-label={t("account.roles")}>
            {plan.roles.map(({ role, name: words }) => (
              <li key={role}>{say(words)}</li>
            ))}
          </ul>
        )}
        {plan && plan.capacities.length > 0 && (
          <ul className={styles["posts"]} aria-label={t("account.posts")}>
            {plan.capacities.map((capacity) => (
              <li key={`${capacity.post.id} ${capacity.onBehalfOf?.id} ${capacity.inPlaceOf?.id}`}>
                {capacityName(capacity)}
              </li>
            ))}
          </ul>
        )}
        <div className={styles["ways"]}>
          <Link to="/account" onClick={() => setOpen(false)}>
            {t("account.title")}
          </Link>
          <button type="button" className={styles["out"]} onClick={() => void signOut()}>
            {t("account.signOut")}
          </button>
        </div>
      </div>
    </div>
  );
}
