/** 调整任职: who holds a post from a day on; somebody of the roster, or somebody new. */
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Input } from "antd";
import { useMemo, useState } from "react";
import { newKey } from "../../api/client.js";
import type { Change } from "../../api/plan-page.js";
import * as queries from "../../api/queries.js";
import type { PostDetail } from "../../api/types.js";
import { Choice } from "../../components/Choice.js";
import { postName } from "../../components/people.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import { ChangeSheet } from "../../actions/ChangeSheet.js";
import styles from "../../actions/change.module.css";

interface Given {
  readonly person: string | null;
  readonly name: string;
  readonly mobile: string;
  readonly email: string;
  readonly from: string;
  readonly vacant: boolean;
}

/** Null until it says who, from when. */
function changeOf(post: string, { person, name, mobile, email, from, vacant }: Given, id: string): Change | null {
  if (from === "") return null;
  if (vacant) return { edits: [{ kind: "setHolder", post, person: null, from }] };
  if (person !== null) return { edits: [{ kind: "setHolder", post, person, from }] };
  if (name.trim() === "") return null;
  const added = {
    kind: "addPerson",
    id,
    name: name.trim(),
    ...(mobile.trim() === "" ? {} : { mobile: mobile.trim() }),
    ...(email.trim() === "" ? {} : { email: email.trim() }),
  };
  return { edits: [added, { kind: "setHolder", post, person: id, from }] };
}

export function HolderSheet({ post, onClose }: { readonly post: PostDetail; readonly onClose: () => void }) {
  const { t } = useTexts();
  const { id, today } = usePlan();
  const { data } = useQuery(queries.posts(id));
  const [given, setGiven] = useState<Given>({
    person: null,
    name: "",
    mobile: "",
    email: "",
    from: today,
    vacant: false,
  });
  // One id for one new person, however often the form is filled in.
  const [added] = useState(() => `p-${newKey()}`);
  const change = useMemo(() => changeOf(post.id, given, added), [post.id, given, added]);
  const known = useMemo(() => {
    const people = new Map<string, string>();
    for (const one of data?.posts ?? [])
      if (one.holder && !people.has(one.holder.id)) people.set(one.holder.id, `${one.holder.name} ${postName(one)}`);
    return [...people].map(([value, label]) => ({ value, label }));
  }, [data]);
  const put = (part: Partial<Given>): void => setGiven((before) => ({ ...before, ...part }));
  const isNew = given.person === null && !given.vacant;
  return (
    <ChangeSheet title={t("holder.title", { post: postName(post) })} change={change} onClose={onClose}>
      <p className="quiet">{t("holder.personHint")}</p>
      {!given.vacant && (
        <Choice
          label={t("holder.person")}
          width={320}
          options={known}
          value={given.person ?? undefined}
          onChange={(person) => put({ person })}
        />
      )}
      {isNew &&
        (["name", "mobile", "email"] as const).map((name) => (
          <label key={name} className={styles["field"]}>
            <span>{t(name === "name" ? "holder.newName" : `holder.${name}`)}</span>
            <Input maxLength={200} value={given[name]} onChange={({ target }) => put({ [name]: target.value })} />
          </label>
        ))}
      <Checkbox checked={given.vacant} onChange={({ target }) => put({ vacant: target.checked, person: null })}>
        {t("holder.vacant")}
      </Checkbox>
      <label className={styles["field"]}>
        <span>{t("holder.from")}</span>
        <input type="date" value={given.from} onChange={({ target }) => put({ from: target.value })} />
      </label>
    </ChangeSheet>
  );
}
