/** The open plan's feed, for whoever shows it. */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useSyncExternalStore } from "react";
import { FeedStore, type FeedState } from "./feed-store.js";

const FeedContext = createContext<FeedStore | null>(null);

export function FeedProvider({ planId, children }: { readonly planId: string; readonly children: ReactNode }) {
  const queryClient = useQueryClient();
  const store = useMemo(() => new FeedStore(planId, queryClient), [planId, queryClient]);
  useEffect(() => {
    store.start();
    return () => store.stop();
  }, [store]);
  return <FeedContext value={store}>{children}</FeedContext>;
}

export interface OpenFeed extends FeedState {
  readonly readAgain: () => Promise<void>;
  readonly readEarlier: () => Promise<void>;
}

export function useFeed(): OpenFeed {
  const store = use(FeedContext);
  if (!store) throw new Error("this is shown inside a plan only");
  const state = useSyncExternalStore(store.subscribe, store.current);
  return { ...state, readAgain: store.read, readEarlier: store.readEarlier };
}
