/** Around all pages: who is not signed in, or not wholly, is led to where that is done, and back afterwards. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Outlet, useLocation, useNavigate } from "react-router";
import { session } from "../api/session.js";

/** Pages at which one need not be signed in. */
const OPEN: ReadonlySet<string> = new Set(["/sign-in", "/forgot-password", "/new-password"]);

/** Where to go on afterwards: an address of this site, never another's. */
export const backOf = (search: URLSearchParams): string => {
  const back = search.get("back") ?? "/";
  return /^\/(?![/\\])/.test(back) ? back : "/";
};

export function SessionGuard() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { pathname, search } = useLocation();
  // Answers come later than the address changes: what counts is where the reader is then.
  const at = useRef({ pathname, search });
  useEffect(() => void (at.current = { pathname, search }), [pathname, search]);
  useEffect(
    () =>
      session.subscribe((need) => {
        const here = at.current;
        if (OPEN.has(here.pathname) || (need === "finish" && here.pathname === "/account")) return;
        // What was read is somebody's: the next who signs in here may be another.
        if (need === "signIn") queryClient.clear();
        const back =
          here.pathname === "/account" ? backOf(new URLSearchParams(here.search)) : here.pathname + here.search;
        at.current = { pathname: need === "signIn" ? "/sign-in" : "/account", search: "" };
        void navigate(`${at.current.pathname}?${new URLSearchParams({ back }).toString()}`, { replace: true });
      }),
    [navigate, queryClient],
  );
  return <Outlet />;
}
