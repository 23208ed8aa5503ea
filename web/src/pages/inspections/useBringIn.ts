/** Brings a visit in: its photos first, then its lines in one request, which stand or fall together. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FiledLine } from "../../../../domain/inspections/types.js";
import { Away, post, putBytes, Refused } from "../../api/client.js";
import { visitPath } from "../../api/inspections.js";
import type { FiledParts } from "../../api/types.js";
import type { SendState } from "../../actions/useSend.js";
import { say as sayDone } from "../../app/said.js";
import { useTexts } from "../../i18n/index.js";
import { usePlan } from "../../plan/plan.js";

/** What somebody wrote of a visit, and the photos that come with it. */
export interface Given {
  readonly round: string;
  readonly visit: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly answers: readonly FiledLine[];
  /** Milliseconds by which the device's clock was off the server's, as last known. */
  readonly clockOffset: number;
  /** A photo's bytes by its hash; undefined: they do not come with it. */
  readonly bytes: (sha256: string) => Uint8Array<ArrayBuffer> | undefined;
}

interface BringingIn {
  readonly state: SendState;
  /** Photos that are through; null: it is not under way. */
  readonly progress: number | null;
  /** `photos`: hashes of those to be sent. `count`: lines that are to be recorded. */
  readonly run: (photos: readonly string[], count: number) => Promise<void>;
}

/**
 * Photos lie by their hashes, and lines are named by what they say: whatever was cut off is done again without doubles, and no line is
 * recorded before every photo that comes with it is there.
 */
export function useBringIn({ round, visit, person, answers, clockOffset, bytes }: Given): BringingIn {
  const { t } = useTexts();
  const { id } = usePlan();
  const queryClient = useQueryClient();
  const [state, setState] = useState<SendState>({ phase: "ready" });
  const [progress, setProgress] = useState<number | null>(null);
  const at = `/plans/${encodeURIComponent(id)}${visitPath(round, visit)}`;

  const send = async (photos: readonly string[], count: number): Promise<void> => {
    for (const [done, sha256] of photos.entries()) {
      setProgress(done);
      const found = bytes(sha256);
      if (found) await putBytes(`${at}/photos/${sha256}`, new Blob([found]));
    }
    if (count === 0) return;
    setProgress(photos.length);
    const body = { answers, deviceNow: Date.now() + clockOffset, enteredFor: person.id };
    const { parts } = await post<FiledParts>(`${at}/parts`, body);
    // Other content under its key is recorded beside it, as the preview said.
    const refused = parts.find((part) => !part.ok && part.code !== "conflict");
    if (refused && !refused.ok)
      throw new Refused(refused.code, t("bringIn.preview.refused"), refused.detail, refused.status, null);
  };

  return {
    state,
    progress,
    run: async (photos, count) => {
      setState({ phase: "sending" });
      try {
        await send(photos, count);
        setState({ phase: "ready" });
        sayDone(t("bringIn.preview.done", { count }));
      } catch (error) {
        if (error instanceof Refused) setState({ phase: "refused", error });
        else if (error instanceof Away) setState({ phase: "unknown", away: error });
        else throw error;
      } finally {
        setProgress(null);
        void queryClient.invalidateQueries({ queryKey: ["plan", id] });
      }
    },
  };
}
