/** Everything the pages stand on: what has been read, the look, the addresses. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { Look } from "./theme/Look.js";
import { queryClient } from "./app/query-client.js";
import { router } from "./routes.js";

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Look>
        <RouterProvider router={router} />
      </Look>
    </QueryClientProvider>
  );
}
