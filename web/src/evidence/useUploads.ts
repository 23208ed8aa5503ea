/** Files on their way to an item, one after the other, each with how much of it has gone and what became of it. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { itemAddress } from "../../../domain/items/item-address.js";
import { Away, newKey, Refused, upload } from "../api/client.js";
import type { EvidenceFiled } from "../api/types.js";
import { usePlan } from "../plan/plan.js";

/** Largest file that the API takes, in bytes. */
export const MOST_BYTES = 50 * 2 ** 20;

export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly state:
    | "tooLarge"
    | "empty"
    | "heic"
    | "video"
    | "waiting"
    | "sending"
    | "kept"
    | "known"
    | "refused"
    | "away";
  /** 0 to 1. */
  readonly share: number;
  /** Why it was not taken. */
  readonly why: string | null;
}

/** What is said of all files that are given together. */
export interface Said {
  readonly effectiveOn: string;
  readonly note: string;
}

/** What would be refused anyway isn't sent: a telephone's film has a hundred megabytes. Everything else the API tells by its content. */
function stateOf({ size, type, name }: File): Upload["state"] {
  if (size === 0) return "empty";
  if (/^image\/hei[cf]/i.test(type) || /\.hei[cf]$/i.test(name)) return "heic";
  if (type.startsWith("video/")) return "video";
  return size > MOST_BYTES ? "tooLarge" : "waiting";
}

export interface Uploads {
  readonly uploads: readonly Upload[];
  add(files: Iterable<File>, said: Said): void;
  /** The same file under the same key. */
  again(key: string): void;
  remove(key: string): void;
}

export function useUploads(itemId: string, onKept: (sha256: string) => void): Uploads {
  const { id } = usePlan();
  const queryClient = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const said = useRef(new Map<string, Said>());
  /** One at a time: a telephone's line is narrow. */
  const line = useRef(Promise.resolve());

  const change = useCallback(
    (key: string, part: Partial<Upload>): void =>
      setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [],
  );

  const send = async ({ key, file }: Upload): Promise<void> => {
    const { effectiveOn, note } = said.current.get(key) as Said;
    const form = new FormData();
    form.set("effectiveOn", effectiveOn);
    if (note.trim() !== "") form.set("note", note.trim());
    form.set("file", file);
    change(key, { state: "sending", share: 0, why: null });
    const path = `/plans/${encodeURIComponent(id)}/items/${itemAddress(itemId)}/evidence`;
    try {
      const filed = await upload<EvidenceFiled>(path, form, key, (share) => change(key, { share }));
      change(key, { state: filed.row ? "kept" : "known", share: 1 });
      await queryClient.invalidateQueries({ queryKey: ["plan", id, "item", itemId] });
      onKept(filed.file.sha256);
    } catch (error) {
      if (error instanceof Away) change(key, { state: "away", why: error.detail });
      else if (error instanceof Refused) change(key, { state: "refused", why: error.detail || error.title });
      else throw error;
    }
  };
  const queue = (one: Upload): void => {
    line.current = line.current.then(() => send(one));
  };

  return {
    uploads,
    add(files, with_) {
      const added = [...files].map(
        (file): Upload => ({ key: newKey(), file, state: stateOf(file), share: 0, why: null }),
      );
      setUploads((all) => [...all.filter(({ state }) => state !== "kept" && state !== "known"), ...added]);
      for (const one of added) {
        said.current.set(one.key, with_);
        if (one.state === "waiting") queue(one);
      }
    },
    again(key) {
      const one = uploads.find((each) => each.key === key);
      if (one) queue(one);
    },
    remove: (key) => setUploads((all) => all.filter((one) => one.key !== key)),
  };
}
