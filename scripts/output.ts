/** Standard output of the commands. */

/** A reader that has seen enough (`… | head`) closes the pipe: what is still written to it is lost, and that is no error. */
export function allowClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
