/** What the office does about a letter that came to nothing: send it again, or enter that it came back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Popover } from "antd";
import { type FormEvent, useState } from "react";
import { post } from "../../api/client.js";
import * as queries from "../../api/queries.js";
import type { LetterDetail, LetterState } from "../../api/types.js";
import { Failure } from "../../components/Failure.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";
import styles from "./letters.module.css";

/** As the API has it (prisma/letters/resending.ts). */
const RESENDABLE: readonly LetterState[] = ["failed", "returned", "manual"];

/** Nothing for whoever is not the office, and for letters to which nothing of this applies. */
export function LetterHandling({ letter }: { readonly letter: LetterDetail }) {
  const { me } = usePlan();
  if (!me.roles.some(({ role }) => role === "office") || letter.person === null) return null;
  if (RESENDABLE.includes(letter.state)) return <Resend key={letter.id} letter={letter} />;
  return letter.state === "sent" ? <Returned key={letter.id} letter={letter} /> : null;
}

/** Sends one of the two; what lists and the letter show is asked for anew. */
function useHandling(letterId: string, what: "resend" | "returned") {
  const { id } = usePlan();
  const queryClient = useQueryClient();
  const address = `/plans/${encodeURIComponent(id)}/letters/${encodeURIComponent(letterId)}/${what}`;
  return useMutation({
    mutationFn: (body: object) => post<unknown>(address, body),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: queries.letter(id, letterId, "zh").queryKey.slice(0, -1) });
      await queryClient.invalidateQueries({ queryKey: queries.letterPages(id, {}).queryKey.slice(0, -1) });
    },
  });
}

function Resend({ letter }: { readonly letter: LetterDetail }) {
  const { t } = useTexts();
  const { mutate, isPending, error } = useHandling(letter.id, "resend");
  return (
    <>
      <Button loading={isPending} title={t("letters.resendLead")} onClick={() => mutate({})}>
        {t("letters.resend")}
      </Button>
      {error && <Failure error={error} />}
    </>
  );
}

function Returned({ letter }: { readonly letter: LetterDetail }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  const { mutate, isPending, error } = useHandling(letter.id, "returned");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    mutate({ note }, { onSuccess: () => setOpen(false) });
  };
  const form = (
    <form className={styles["returned"]} onSubmit={submit}>
      <p>{t("letters.returnedLead")}</p>
      <label>
        {t("letters.returnedNote")}
        <textarea rows={3} maxLength={500} required value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      {error && <Failure error={error} />}
      <Button htmlType="submit" type="primary" loading={isPending} disabled={note.trim() === ""}>
        {t("letters.returned")}
      </Button>
    </form>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={form}>
      <Button>{t("letters.returned")}</Button>
    </Popover>
  );
}
