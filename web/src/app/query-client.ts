/** What has been read, and when it is read again. */
import { QueryClient } from "@tanstack/react-query";
import { connection } from "../api/connection.js";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // An answer counts as fresh for a moment: pages that share one do not ask twice. News come by the feed.
      staleTime: 3_000,
      gcTime: 5 * 60_000,
      // A refusal stays one, and who is away is asked for by the connection.
      retry: false,
      // An intranet page is not offline because the machine has no internet.
      networkMode: "always",
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

connection.onBack(() => void queryClient.invalidateQueries());
