/** What the screens read: the model, a visit as the database has it, the address, a picture's address. */
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Desk, Model, Whereabouts } from "../model.js";
import { readVisit, type VisitView } from "../local/visits.js";
import type { SyncStatus } from "../sync/engine.js";

export const useWhereabouts = (model: Model): Whereabouts => useSyncExternalStore(model.subscribe, model.current);

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

/** The person's desk; the caller is drawn again with every change. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("no desk around this component");
  useSyncExternalStore(desk.subscribe, desk.version);
  return desk;
}

export function useSync(): SyncStatus {
  const { engine } = useDesk();
  return useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.status,
  );
}

/** What `read` finds in the database, read anew with every change; undefined until it is there. */
export function useRead<T>(read: (desk: Desk) => Promise<T>, ...of: readonly string[]): T | undefined {
  const desk = useDesk();
  const version = desk.version();
  const [found, setFound] = useState<{ readonly of: string; readonly value: T }>();
  const [failed, setFailed] = useState<Error | null>(null);
  const name = of.join("|");
  useEffect(() => {
    let isLatest = true;
    read(desk).then(
      (value) => {
        if (isLatest) setFound({ of: name, value });
      },
      (error: unknown) => {
        if (isLatest) setFailed(error instanceof Error ? error : new Error(String(error)));
      },
    );
    return () => void (isLatest = false);
    // oxlint-disable-next-line react/exhaustive-deps -- `read` is made anew with each drawing; `name` says what it reads.
  }, [desk, version, name]);
  // For whoever shows what could not be shown (Boundary).
  if (failed) throw failed;
  return found?.of === name ? found.value : undefined;
}

export const useVisit = (key: string): VisitView | null | undefined => useRead(({ db }) => readVisit(db, key), key);

export type Screen = "lines" | "conclusion" | "receipt" | "paper";
export type Place = { readonly at: "list" } | { readonly at: "visit"; readonly key: string; readonly screen: Screen };

const SCREENS: readonly string[] = ["lines", "conclusion", "receipt", "paper"];

/** The address' hash: `#/visit/<key>/<screen>`, anything else is the list. */
export function placeOf(hash: string): Place {
  const [, visit, key, screen = "lines"] = hash.replace(/^#/, "").split("/");
  if (visit !== "visit" || key === undefined || !SCREENS.includes(screen)) return { at: "list" };
  return { at: "visit", key: decodeURIComponent(key), screen: screen as Screen };
}

export const visitHash = (key: string, screen: Screen = "lines"): string =>
  `#/visit/${encodeURIComponent(key)}/${screen}`;

export function usePlace(): Place {
  const hash = useSyncExternalStore(
    (listener) => {
      addEventListener("hashchange", listener);
      return () => removeEventListener("hashchange", listener);
    },
    () => location.hash,
  );
  return placeOf(hash);
}

/** An address for a picture in memory, as long as it is shown. */
export function usePicture(bytes: ArrayBuffer | undefined): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!bytes) return setUrl(undefined);
    const made = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
    // The same photo is read anew as another buffer: its length is enough to tell that it is another picture.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [bytes?.byteLength]);
  return url;
}
