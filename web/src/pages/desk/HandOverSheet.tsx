/** 登记送达: what the delivery register says, for one letter or for all that were chosen. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { HandOverAnswer, Letter } from "../../api/types.js";
import { say } from "../../app/said.js";
import { Failure } from "../../components/Failure.js";
import { postName } from "../../components/people.js";
import { Sheet } from "../../components/Sheet.js";
import { usePlan } from "../../plan/plan.js";
import { useTexts } from "../../i18n/index.js";
import paper from "./paper.module.css";

interface Props {
  readonly letters: readonly Letter[];
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function HandOverSheet({ letters, onDone, onClose }: Props) {
  const { t } = useTexts();
  const { id, today, me } = usePlan();
  const queryClient = useQueryClient();
  const [deliveredBy, setDeliveredBy] = useState(me.person?.name ?? "");
  const [receivedOn, setReceivedOn] = useState(today);
  const [receivers, setReceivers] = useState<ReadonlyMap<string, string>>(
    new Map(letters.map((letter) => [letter.id, letter.person?.name ?? ""])),
  );
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      post<HandOverAnswer>(`/plans/${encodeURIComponent(id)}/letters/handed-over`, {
        deliveries: letters.map((letter) => ({
          letter: letter.id,
          receivedBy: receivers.get(letter.id) ?? "",
          receivedOn,
          deliveredBy,
        })),
      }),
    onSuccess: async ({ accepted, refused }) => {
      await queryClient.invalidateQueries({ queryKey: queries.letterPages(id, {}).queryKey.slice(0, -1) });
      await queryClient.invalidateQueries({ queryKey: queries.letter(id, "", "zh").queryKey.slice(0, -2) });
      say(t(refused === 0 ? "paper.entered" : "paper.enteredPartly", { accepted, refused }));
      onDone();
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  const ready = deliveredBy.trim() !== "" && letters.every((letter) => (receivers.get(letter.id) ?? "").trim() !== "");
  return (
    <Sheet title={t("paper.enter")} onClose={onClose} form>
      <form className={paper["form"]} onSubmit={submit}>
        <p>{t("paper.enterLead")}</p>
        <label>
          {t("paper.deliveredBy")}
          <input
            required
            maxLength={100}
            value={deliveredBy}
            onChange={(event) => setDeliveredBy(event.target.value)}
          />
        </label>
        <label>
          {t("paper.receivedOn")}
          <input type="date" required value={receivedOn} onChange={(event) => setReceivedOn(event.target.value)} />
        </label>
        <fieldset>
          <legend>{t("paper.receivedBy")}</legend>
          {letters.map((letter) => {
            const { id: one, form, documentNo, person, post: to } = letter;
            const whose = person?.name ?? (to ? postName(to) : t("letters.noPerson"));
            return (
              <label key={one}>
                {[t(`form.${form}`), documentNo, whose].filter(Boolean).join(" ")}
                <input
                  required
                  maxLength={100}
                  value={receivers.get(one) ?? ""}
                  onChange={(event) => setReceivers(new Map(receivers).set(one, event.target.value))}
                />
              </label>
            );
          })}
        </fieldset>
        {error && <Failure error={error} />}
        <p className={paper["buttons"]}>
          <Button size="large" onClick={onClose}>
            {t("acting.cancel")}
          </Button>
          <Button type="primary" size="large" htmlType="submit" loading={isPending} disabled={!ready}>
            {t("paper.enter")}
          </Button>
        </p>
      </form>
    </Sheet>
  );
}
