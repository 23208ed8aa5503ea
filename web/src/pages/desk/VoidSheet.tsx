/** 作废: a number with the reason for which it is void. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { DocumentNumber } from "../../api/types.js";
import { say } from "../../app/said.js";
import { Failure } from "../../components/Failure.js";
import { Sheet } from "../../components/Sheet.js";
import { usePlan } from "../../plan/plan.js";
import { useTexts } from "../../i18n/index.js";
import paper from "./paper.module.css";

interface Props {
  readonly number: DocumentNumber;
  readonly onClose: () => void;
}

export function VoidSheet({ number: { documentNo }, onClose }: Props) {
  const { t } = useTexts();
  const { id } = usePlan();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => post<unknown>(`/plans/${encodeURIComponent(id)}/document-numbers/void`, { documentNo, reason }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queries.numberPages(id, {}).queryKey.slice(0, -1) });
      say(t("numbers.voided", { number: documentNo }));
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate();
  };
  return (
    <Sheet title={t("numbers.makeVoidOf", { number: documentNo })} onClose={onClose} form>
      <form className={paper["form"]} onSubmit={submit}>
        <p>{t("numbers.voidLead")}</p>
        <label>
          {t("numbers.reason")}
          <textarea
            rows={3}
            maxLength={500}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {error && <Failure error={error} />}
        <p className={paper["buttons"]}>
          <Button size="large" onClick={onClose}>
            {t("acting.cancel")}
          </Button>
          <Button type="primary" size="large" htmlType="submit" loading={isPending} disabled={reason.trim() === ""}>
            {t("numbers.makeVoid")}
          </Button>
        </p>
      </form>
    </Sheet>
  );
}
