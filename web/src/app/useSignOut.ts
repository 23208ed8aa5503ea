/** Signs out, forgets what was read, and goes to the sign-in page. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { post, Refused } from "../api/client.js";

export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      await post("/sign-out", {});
    } catch (error) {
      // Signed out already: that is what was wanted.
      if (!(error instanceof Refused) || error.code !== "notSignedIn") throw error;
    }
    await navigate("/sign-in");
    queryClient.clear();
  };
}
